using PresignedMultipart.AspNetCore.Answers;

namespace PresignedMultipart.AspNetCore.Uploads;

/// <summary>Asks the policy, and holds the declared length to its answer.</summary>
internal sealed class PolicyGate(IUploadPolicy policy)
{
    /// <exception cref="Refusal">The upload may not be.</exception>
    public async Task<(UploadTarget Target, long MaxLength)> AllowAsync(UploadRequest request)
    {
        if (string.IsNullOrEmpty(request.Target.Key))
        {
            throw Refusal.BadRequest("The object that is asked for has no key or file name.");
        }

        if (request.Length is < 0 or > S3Limits.MaxObjectSize)
        {
            throw Refusal.BadRequest($"The object is said to have {request.Length} bytes; S3 keeps objects of 0 bytes to 48.8 TiB.");
        }

        UploadDecision decision;
        try
        {
            decision = await policy.DecideAsync(request, request.HttpContext.RequestAborted).ConfigureAwait(false);
        }
        catch (ArgumentException broken)
        {
            // Most likely a key that was made of the caller's wish and broke a rule of UploadTarget.
            throw Refusal.BadObject(broken);
        }

        if (decision.Target is not { } target)
        {
            throw new Refusal(decision.StatusCode, Refusal.Codes.AccessDenied, decision.Reason!);
        }

        return request.Length > decision.MaxLength
            ? throw Refusal.TooLarge($"The object has {request.Length} bytes; this caller may upload at most {decision.MaxLength} there.")
            : (target, decision.MaxLength);
    }
}
