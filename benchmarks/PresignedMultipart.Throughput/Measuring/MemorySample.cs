namespace PresignedMultipart.Throughput.Measuring;

/// <summary>What was resident so long after the process's start.</summary>
internal readonly record struct MemorySample(TimeSpan At, long ResidentBytes);
