using PresignedMultipart.Throughput.Endpoint;
using PresignedMultipart.Throughput.Measuring;

namespace PresignedMultipart.Throughput.Scenarios;

/// <summary>One client in one round: its process, and what the endpoint saw of it.</summary>
internal sealed record Measurement(ProcessRun Process, SinkCounts Endpoint);
