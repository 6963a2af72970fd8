using PresignedMultipart.Throughput.Backend;
using PresignedMultipart.Throughput.Endpoint;
using PresignedMultipart.Throughput.Measuring;

namespace PresignedMultipart.Throughput.Scenarios;

/// <summary>One client in one round: its process, what the endpoint saw of it, and what it cost the back end, if there is one.</summary>
internal sealed record Measurement(ProcessRun Process, SinkCounts Endpoint, BackendCounts? Backend = null);
