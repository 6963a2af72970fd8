using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Hosting;
using PresignedMultipart.Testing.Requests;
using PresignedMultipart.Testing.Xml;

namespace PresignedMultipart.Testing.Authentication;

/// <summary>Checks the SigV4 signature of a request, in its query or in its headers.</summary>
internal sealed class SignatureVerifier(ServerSettings settings)
{
    public static readonly TimeSpan MaximumSkew = TimeSpan.FromMinutes(15);

    private readonly Dictionary<string, S3TestCredentials> _credentials =
        settings.Credentials.ToDictionary(c => c.AccessKey, StringComparer.Ordinal);

    private readonly ConcurrentDictionary<(string AccessKey, string Scope), SigningKey> _keys = new();

    /// <returns>Who signed; <see langword="null"/> when the request is anonymous.</returns>
    /// <exception cref="S3Error">The request is signed, and not as it must be.</exception>
    public VerifiedSignature? Verify(HttpRequest request, RequestTarget target, DateTimeOffset now)
    {
        if (ReadClaim(request, target, now) is not { } claim)
        {
            return null;
        }

        if (!_credentials.TryGetValue(claim.AccessKey, out S3TestCredentials? credentials))
        {
            throw AccessErrors.UnknownAccessKey(claim.AccessKey);
        }

        string[] unsigned = [.. FindUnsignedHeaders(request.Headers, claim)];
        if (unsigned.Length > 0)
        {
            throw AccessErrors.HeadersNotSigned(unsigned);
        }

        if (_keys.Count > 1000)
        {
            // One key a day and account; a test with a clock of its own may pass through many days.
            _keys.Clear();
        }

        SigningKey key = _keys.GetOrAdd((claim.AccessKey, claim.Scope.ToString()), _ => new SigningKey(credentials.SecretKey, claim.Scope));
        string canonical = CanonicalRequest.Build(request.Method, target, request.Headers, claim);
        string text = StringToSign(claim, canonical);
        if (!key.Verifies(text, claim.Signature))
        {
            throw AccessErrors.WrongSignature(claim.AccessKey).With("StringToSign", text);
        }

        CheckToken(credentials, request, target, now);
        return new VerifiedSignature(credentials, claim, key);
    }

    private static string StringToSign(SignatureClaim claim, string canonicalRequest)
    {
        string hash = Hex.Lower(SHA256.HashData(Encoding.UTF8.GetBytes(canonicalRequest)));
        return $"AWS4-HMAC-SHA256\n{S3Time.ToBasic(claim.SignedAt)}\n{claim.Scope}\n{hash}";
    }

    private static void CheckToken(S3TestCredentials credentials, HttpRequest request, RequestTarget target, DateTimeOffset now)
    {
        string? token = target.Query["X-Amz-Security-Token"] ?? request.Headers["x-amz-security-token"].FirstOrDefault();
        if (credentials.SessionToken is not null && token is null)
        {
            // S3 does not know the keys of temporary credentials without their token.
            throw AccessErrors.UnknownAccessKey(credentials.AccessKey);
        }

        bool equal = CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(token ?? ""), Encoding.UTF8.GetBytes(credentials.SessionToken ?? ""));
        if (!equal)
        {
            throw AccessErrors.InvalidToken();
        }

        if (credentials.ExpiresAt <= now)
        {
            throw AccessErrors.ExpiredToken();
        }
    }

    private SignatureClaim? ReadClaim(HttpRequest request, RequestTarget target, DateTimeOffset now)
    {
        string? authorization = request.Headers.Authorization;
        bool inQuery = target.Query.Has("X-Amz-Algorithm") || target.Query.Has("X-Amz-Signature");
        bool versionTwo = target.Query.Has("AWSAccessKeyId") && target.Query.Has("Signature");
        if ((inQuery || versionTwo) && authorization is not null)
        {
            throw AccessErrors.TwoSignatures();
        }

        if (versionTwo)
        {
            throw AccessErrors.UnsupportedSignatureVersion();
        }

        return inQuery ? QueryClaim.Read(target.Query, request.Headers, settings.Region, now)
            : authorization is not null ? HeaderClaim.Read(authorization, request.Headers, settings.Region, now)
            : null;
    }

    /// <summary>S3 wants host, content-md5 and every x-amz-* header signed, so that nobody on the way can add one.</summary>
    private IEnumerable<string> FindUnsignedHeaders(IHeaderDictionary headers, SignatureClaim claim) => headers.Keys
        .Where(name =>
            name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase)
            || name.Equals("host", StringComparison.OrdinalIgnoreCase)
            || name.Equals("content-md5", StringComparison.OrdinalIgnoreCase)
            || (settings.RejectUnsignedContentType && name.Equals("content-type", StringComparison.OrdinalIgnoreCase)))
        .Where(name => !claim.IsSigned(name))
        .Select(name => name.ToLowerInvariant())
        .Order(StringComparer.Ordinal);
}
