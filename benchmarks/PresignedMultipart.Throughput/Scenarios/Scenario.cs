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

    /// <summary>How often each client is measured, unless the command line says otherwise.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>Into how many files the bytes go; 0 for a file of its own.</summary>
    public int FilesInDirectory { get; init; }

    public bool IsOfDirectory => FilesInDirectory > 0;
}
