using PresignedMultipart.Throughput.Clients;

namespace PresignedMultipart.Throughput.Measuring;

/// <summary>One process, measured from its start to its end.</summary>
internal sealed record ProcessRun(TimeSpan Cpu, TimeSpan Wall, long PeakResidentBytes, IReadOnlyList<MemorySample> Memory, ClientReport Report, string Errors);
