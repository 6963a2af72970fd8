namespace PresignedMultipart.Protocol;

/// <summary>A signed URL as it travels.</summary>
public sealed class SignedUrl
{
    /// <summary>The part's number; absent for a URL of a whole object.</summary>
    public int? PartNumber { get; init; }

    /// <summary>The URL, exactly as signed. A secret.</summary>
    public required string Url { get; init; }

    /// <summary>The headers that must be sent with these values; absent for none.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>When it stops to work; absent when only the URL says it.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Puts a URL into a message.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="partNumber">The part's number; <see langword="null"/> for a whole object.</param>
    public static SignedUrl Of(PresignedUrl url, int? partNumber = null)
    {
        ArgumentNullException.ThrowIfNull(url);
        return new()
        {
            PartNumber = partNumber,
            Url = url.Uri.OriginalString,
            Headers = url.Headers.Count == 0 ? null : url.Headers,
            ExpiresAt = url.ExpiresAt,
        };
    }

    /// <summary>Takes the URL out of the message.</summary>
    /// <exception cref="ArgumentException">It is not a URL that <see cref="PresignedUrl"/> takes; the message does not repeat it.</exception>
    public PresignedUrl ToPresignedUrl() => new(Url, Headers, ExpiresAt);
}
