namespace PresignedMultipart;

/// <summary>
/// Finds uploads that were begun and neither completed nor aborted: their parts cost money until somebody deletes them. A provider that
/// holds credentials offers it as a service beside itself, <c>AddS3Provider</c> for example.
/// </summary>
public interface IIncompleteUploads
{
    /// <summary>Lists them, all pages (<c>ListMultipartUploads</c>). Each can be given to <see cref="IPresignedUrlProvider.AbortMultipartUploadAsync"/>.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="keyPrefix">Only uploads of keys that begin with this; empty for all.</param>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    /// <exception cref="PresignedUrlProviderException">The storage refused.</exception>
    IAsyncEnumerable<IncompleteUpload> ListIncompleteUploadsAsync(string bucket, string keyPrefix = "", CancellationToken cancellationToken = default);
}
