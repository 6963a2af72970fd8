using Microsoft.AspNetCore.Http;
using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Xml;

namespace PresignedMultipart.Testing.Authentication;

/// <summary>Reads the signature of an Authorization header, and checks that its clock is right.</summary>
/// <remarks>docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html.</remarks>
internal static class HeaderClaim
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    public static SignatureClaim Read(string authorization, IHeaderDictionary headers, string region, DateTimeOffset now)
    {
        if (authorization.StartsWith("AWS ", StringComparison.Ordinal))
        {
            throw AccessErrors.UnsupportedSignatureVersion();
        }

        if (!authorization.StartsWith(Algorithm + " ", StringComparison.Ordinal))
        {
            throw AccessErrors.MalformedHeader("The authorization header is malformed; expecting " + Algorithm);
        }

        Dictionary<string, string> fields = authorization[Algorithm.Length..]
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(field => field.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .DistinctBy(pair => pair[0])
            .ToDictionary(pair => pair[0], pair => pair[1]);
        if (!fields.TryGetValue("Credential", out string? credential)
            || !fields.TryGetValue("SignedHeaders", out string? signedHeaders)
            || !fields.TryGetValue("Signature", out string? signature)
            || CredentialScope.Parse(credential) is not { } parsed)
        {
            throw AccessErrors.MalformedHeader(
                "The authorization header is malformed; the authorization header requires three components: Credential, SignedHeaders, and Signature.");
        }

        if (!S3Time.TryParseBasic(headers["x-amz-date"], out DateTimeOffset signedAt) && !S3Time.TryParseHeader(headers.Date, out signedAt))
        {
            throw new S3Error(403, "AccessDenied", "AWS authentication requires a valid Date or x-amz-date header");
        }

        CheckScope(parsed.Scope, region, signedAt);
        if ((signedAt - now).Duration() > SignatureVerifier.MaximumSkew)
        {
            throw AccessErrors.TooSkewed(signedAt, now);
        }

        string payload = headers["x-amz-content-sha256"].ToString();
        return payload.Length == 0
            ? throw AccessErrors.MissingContentSha256()
            : new SignatureClaim(
                parsed.AccessKey, parsed.Scope, signedHeaders.Split(';', StringSplitOptions.RemoveEmptyEntries), signature, signedAt, payload);
    }

    private static void CheckScope(CredentialScope scope, string region, DateTimeOffset signedAt)
    {
        if (scope.Region != region)
        {
            throw AccessErrors.MalformedHeader($"The authorization header is malformed; the region '{scope.Region}' is wrong; expecting '{region}'")
                .With("Region", region);
        }

        string expected = S3Time.ToBasic(signedAt)[..8];
        if (scope.Service != "s3" || scope.Terminator != "aws4_request" || scope.Date != expected)
        {
            throw AccessErrors.MalformedHeader(
                $"The authorization header is malformed; incorrect scope \"{scope}\"; expecting \"{expected}/{region}/s3/aws4_request\".");
        }
    }
}
