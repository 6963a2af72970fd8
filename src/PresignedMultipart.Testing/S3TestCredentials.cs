namespace PresignedMultipart.Testing;

/// <summary>One pair of keys that <see cref="S3TestServer"/> accepts, and the account that it belongs to.</summary>
public sealed class S3TestCredentials
{
    /// <summary>Makes a pair of keys.</summary>
    /// <param name="accessKey">The access key id, which is visible in every signed URL.</param>
    /// <param name="secretKey">The secret that requests are signed with.</param>
    /// <exception cref="ArgumentException">A key is empty.</exception>
    public S3TestCredentials(string accessKey, string secretKey)
    {
        ArgumentException.ThrowIfNullOrEmpty(accessKey);
        ArgumentException.ThrowIfNullOrEmpty(secretKey);
        AccessKey = accessKey;
        SecretKey = secretKey;
    }

    /// <summary>The access key id.</summary>
    public string AccessKey { get; }

    /// <summary>The secret key.</summary>
    public string SecretKey { get; }

    /// <summary>
    /// The session token that must come with these keys, as with temporary credentials; <see langword="null"/> (the default) for
    /// lasting keys, with which any token is refused.
    /// </summary>
    public string? SessionToken { get; init; }

    /// <summary>
    /// When these keys stop being accepted, as with temporary credentials: from then on every request is answered with 400 ExpiredToken,
    /// also by URLs that would live longer. <see langword="null"/> (the default) means never.
    /// </summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>
    /// The account that owns the buckets made with these keys. Two pairs with the same account share their buckets; another account's
    /// buckets answer with 403 AccessDenied. Default: <c>"default"</c>.
    /// </summary>
    public string Account { get; init; } = "default";

    /// <summary>Shows the access key and the account, never the secret or the token.</summary>
    /// <returns>A line for logs.</returns>
    public override string ToString() => $"{AccessKey} (account {Account})";
}
