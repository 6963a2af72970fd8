namespace PresignedMultipart.Protocol;

/// <summary>What stands under an upload's key.</summary>
public sealed class StoredObjectResponse
{
    /// <summary>The object; absent when nothing stands there.</summary>
    public StoredObject? Stored { get; init; }
}
