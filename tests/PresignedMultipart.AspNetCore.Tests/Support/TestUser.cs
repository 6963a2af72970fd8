using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace PresignedMultipart.AspNetCore.Tests.Support;

/// <summary>Believes the header <c>Test-User</c>.</summary>
internal sealed class TestUser(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "Test";

    public const string Header = "Test-User";

    /// <summary>An authenticated user whom no claim names.</summary>
    public const string Nameless = "(nameless)";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers[Header].ToString() is not { Length: > 0 } name)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        Claim[] claims = name == Nameless ? [] : [new Claim(ClaimTypes.NameIdentifier, name)];
        var user = new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(user, Scheme)));
    }
}
