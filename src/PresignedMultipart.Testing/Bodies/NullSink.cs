namespace PresignedMultipart.Testing.Bodies;

/// <summary>Throws away a body that an operation does not take.</summary>
internal sealed class NullSink : IBodySink
{
    public static readonly NullSink Instance = new();

    public ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
