namespace PresignedMultipart.Testing.Hosting;

/// <summary>The number of a connection, as a feature of it.</summary>
internal sealed record ConnectionNumber(int Value);
