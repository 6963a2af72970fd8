namespace PresignedMultipart.AspNetCore;

/// <summary>How the endpoints behave, whatever the policy says. Checked when the host starts.</summary>
public sealed class UploadEndpointOptions
{
    /// <summary>
    /// How long a ticket is good, and so how long an upload may take, pauses included: 1 minute to 30 days. Default: 7 days. Let the
    /// bucket's rule for incomplete uploads, or the sweeper, follow after it.
    /// </summary>
    public TimeSpan TicketLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// Whether a single PUT is signed for small objects, with its exact length. Default: <see langword="true"/>. Such a PUT has no
    /// completion, so <see cref="IUploadPolicy.OnCompletedAsync"/> does not hear of it; <see langword="false"/> makes every object a multipart upload.
    /// </summary>
    public bool AllowPutObject { get; set; } = true;
}
