using PresignedMultipart.Throughput.Clients;
using PresignedMultipart.Throughput.Endpoint;

namespace PresignedMultipart.Throughput.Scenarios;

/// <summary>Clients that are compared under the same conditions.</summary>
/// <param name="Name">Its name in file names.</param>
/// <param name="Title">What it is about, in words.</param>
/// <param name="Sizes">The lengths of the files, in bytes; of a directory, of all its files.</param>
/// <param name="Clients">Who takes part, by the names of the catalog.</param>
/// <param name="Baseline">Who the others are compared with.</param>
internal sealed record Scenario(string Name, string Title, IReadOnlyList<long> Sizes, IReadOnlyList<string> Clients, string Baseline)
{
    public bool Tls { get; init; }

    /// <summary>How the endpoint behaves.</summary>
    public SinkSettings Sink { get; init; } = new();

    /// <summary>How often each client uploads in one process.</summary>
    public int Uploads { get; init; } = 1;

    /// <summary>How many bytes each client uploads in one process at least; small files go more often for it.</summary>
    public long LeastBytes { get; init; }

    /// <summary>How often each client is measured, unless the command line says otherwise.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>Into how many files the bytes go; 0 for a file of its own.</summary>
    public int FilesInDirectory { get; init; }

    /// <summary>Whether clients go to a back end, one for each of them, whose cost is measured.</summary>
    public bool HasBackend { get; init; }

    public bool IsOfDirectory => FilesInDirectory > 0;

    public bool Takes(string client) => ClientCatalog.TakesDirectory(client) == IsOfDirectory && ClientCatalog.NeedsBackend(client) == HasBackend;

    public int UploadsOf(long size) => (int)Math.Max(Uploads, LeastBytes / size);
}
