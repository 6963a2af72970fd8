namespace PresignedMultipart.Chaos.Tests.Scenarios;

/// <summary>Where the bytes come from.</summary>
public enum SourceKind
{
    File,
    Handle,
    FileStream,
    Memory,
    Stream,
    Pipe,
    Chunks,
    OpenWrite,
}
