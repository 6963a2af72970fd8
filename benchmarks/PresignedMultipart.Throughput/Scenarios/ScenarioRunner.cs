using System.Diagnostics;
using System.Globalization;
using PresignedMultipart.Throughput.Backend;
using PresignedMultipart.Throughput.Clients;
using PresignedMultipart.Throughput.Endpoint;
using PresignedMultipart.Throughput.Floor;
using PresignedMultipart.Throughput.Measuring;

namespace PresignedMultipart.Throughput.Scenarios;

/// <summary>Runs a scenario at one size: round after round, in each every client once, so that what disturbs the machine disturbs all of them.</summary>
internal sealed class ScenarioRunner(InputFiles files, FloorProgram floor, TextWriter log)
{
    public async Task<ScenarioResult> RunAsync(Scenario scenario, long size, CancellationToken cancellationToken)
    {
        string path = scenario.IsOfDirectory
            ? await files.DirectoryAsync(size, scenario.FilesInDirectory, cancellationToken)
            : await files.FileAsync(size, cancellationToken);
        SinkSettings sink = scenario.Sink with { AuthorityPath = scenario.Tls ? Path.Combine(files.TrustFolder, "authority.pem") : "" };
        await using EndpointProcess endpoint = await EndpointProcess.StartAsync(sink, cancellationToken);

        Dictionary<string, List<Measurement>> measured = scenario.Clients
            .Where(name => Absence(name, scenario) is null)
            .ToDictionary(name => name, _ => new List<Measurement>());
        if (measured.Count == 0)
        {
            throw new InvalidOperationException($"No client can take part in {scenario.Name}: {Absence(scenario.Clients[0], scenario)}.");
        }

        await using ClientBackends backends = await ClientBackends.StartAsync(measured.Keys.Where(ClientCatalog.NeedsBackend), endpoint.Address, cancellationToken);
        await WarmAsync(endpoint, cancellationToken);
        foreach (string client in measured.Keys.Where(ClientCatalog.NeedsBackend))
        {
            await WarmAsync(backends.Of(client)!, client, size, endpoint, cancellationToken);
        }

        for (int round = 1; round <= scenario.Rounds; round++)
        {
            foreach ((string client, List<Measurement> own) in measured)
            {
                BackendProcess? backend = backends.Of(client);
                var task = new ClientTask(backend?.Address ?? endpoint.Address, path, scenario.UploadsOf(size));
                Measurement measurement = await MeasureAsync(client, task, endpoint, backend, cancellationToken);
                own.Add(measurement);
                await LogAsync($"{scenario.Name} {ByteSize.Name(size)} round {round}: {client}", measurement.Process);
            }
        }

        return new ScenarioResult(scenario, size, [.. scenario.Clients.Select(name => measured.TryGetValue(name, out List<Measurement>? own)
            ? new ClientResult(name, own)
            : new ClientResult(name, [], Absence(name, scenario)))]);
    }

    // The endpoint's code is compiled, and its threads' stacks are there, before anybody is measured.
    private async Task WarmAsync(EndpointProcess endpoint, CancellationToken cancellationToken)
    {
        string small = await files.FileAsync(20 << 20, cancellationToken);
        await MeasureAsync(ClientCatalog.Naive, new ClientTask(endpoint.Address, small, 1), endpoint, backend: null, cancellationToken);
    }

    // A back end runs for long. Calls of each kind are needed for its code to be compiled at its best, not bytes: files of several parts do.
    private async Task WarmAsync(BackendProcess backend, string client, long size, EndpointProcess endpoint, CancellationToken cancellationToken)
    {
        string file = await files.FileAsync(Math.Min(size, 32 << 20), cancellationToken);
        await MeasureAsync(client, new ClientTask(backend.Address, file, 200), endpoint, backend, cancellationToken);
    }

    private async Task<Measurement> MeasureAsync(string client, ClientTask task, EndpointProcess endpoint, BackendProcess? backend, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = client == ClientCatalog.CFloor
            ? OwnProgram.Piped(new ProcessStartInfo(floor.Path!, task.ToArguments()))
            : OwnProgram.InRole(ClientRole.Name, [client, .. task.ToArguments()]);

        // OpenSSL and .NET alike read whom to trust from here, so the clients need no code for it.
        start.Environment["SSL_CERT_FILE"] = endpoint.AuthorityPath;
        start.Environment["SSL_CERT_DIR"] = files.TrustFolder;
        start.Environment["NO_PROXY"] = endpoint.Address.Host;
        SinkCounts before = await endpoint.ReadCountsAsync(cancellationToken);
        BackendCounts? backendBefore = backend is null ? null : await backend.ReadCountsAsync(cancellationToken);
        ProcessRun process = await ProcessMeter.RunAsync(start, cancellationToken);
        BackendCounts? backendAfter = backend is null ? null : await backend.ReadCountsAsync(cancellationToken);
        return new Measurement(process, await endpoint.ReadCountsAsync(cancellationToken) - before, backendAfter - backendBefore);
    }

    private async Task LogAsync(string what, ProcessRun process)
    {
        await log.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{what,-50} {process.Cpu.TotalSeconds,7:0.00} CPU s {process.Wall.TotalSeconds,7:0.00} s"));
        if (process.Errors.Length > 0)
        {
            await log.WriteLineAsync(process.Errors);
        }
    }

    private string? Absence(string client, Scenario scenario) => client == ClientCatalog.CFloor ? floor.WhyNot(scenario.Tls) : null;
}
