using System.Security.Claims;

namespace PresignedMultipart.AspNetCore.Uploads;

/// <summary>Who a user is, as far as claims tell.</summary>
internal static class CallerIdentity
{
    public static string? Of(ClaimsPrincipal user)
    {
        if (user.Identities.All(identity => !identity.IsAuthenticated))
        {
            return null;
        }

        // Two issuers may give the same identifier to different people.
        Claim identifier = user.FindFirst(ClaimTypes.NameIdentifier) ?? user.FindFirst("sub") ?? throw new InvalidOperationException(
            $"The user is authenticated but has neither a '{ClaimTypes.NameIdentifier}' nor a 'sub' claim, so a ticket could not be bound to them. " +
            $"Let the authentication give one, or implement {nameof(IUploadPolicy)}.{nameof(IUploadPolicy.GetSubject)}.");
        return $"{identifier.Issuer}|{identifier.Value}";
    }
}
