namespace PresignedMultipart.Testing.Storage;

/// <summary>A body whose bytes were not kept: wrong bytes would be worse than none, so it cannot be read.</summary>
internal sealed class DiscardedBody(long length) : StoredBody(length)
{
    protected override BodyReader CreateReader()
    {
        Release();
        throw new InvalidOperationException("The test server discards bodies (S3TestServerOptions.DiscardBodies).");
    }

    protected override void Free()
    {
    }
}
