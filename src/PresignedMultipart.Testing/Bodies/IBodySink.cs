namespace PresignedMultipart.Testing.Bodies;

/// <summary>One station on a body's way from the connection to the store.</summary>
internal interface IBodySink
{
    ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken);
}
