namespace PresignedMultipart.Parts;

/// <summary>The bytes of an object, of which any part can be read at any time, also twice and several at once.</summary>
internal abstract class PartSource : IDisposable
{
    // 128 to 256 KiB costs least CPU a byte over both HTTP and HTTPS: 16 KiB costs 1.8 times as much, 1 MiB gains under 10 %.
    public const int BlockSize = 256 * 1024;

    /// <summary>The object's length in bytes.</summary>
    public abstract long Length { get; }

    public static async Task<PartSource> FromFileAsync(string path, BlockPool blocks, CancellationToken cancellationToken) =>
        await FilePartSource.OpenAsync(path, blocks, cancellationToken).ConfigureAwait(false);

    public static PartSource FromMemory(ReadOnlyMemory<byte> content) => new MemoryPartSource(content);

    /// <summary>Writes all bytes of a part to the sink.</summary>
    public abstract ValueTask CopyToAsync(Part part, IPartSink sink, CancellationToken cancellationToken);

    /// <summary>Throws when the bytes are no longer those that the upload began with.</summary>
    public virtual void EnsureUnchanged()
    {
    }

    public virtual void Dispose()
    {
    }
}
