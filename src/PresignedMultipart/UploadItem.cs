namespace PresignedMultipart;

/// <summary>One of many uploads: what goes where. Immutable.</summary>
public sealed class UploadItem
{
    /// <summary>Names an upload.</summary>
    /// <param name="source">The object's bytes.</param>
    /// <param name="target">Where they go and what the storage keeps with them.</param>
    public UploadItem(UploadSource source, UploadTarget target)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        Source = source;
        Target = target;
    }

    /// <summary>The object's bytes.</summary>
    public UploadSource Source { get; }

    /// <summary>Where they go and what the storage keeps with them.</summary>
    public UploadTarget Target { get; }
}
