using System.Globalization;
using Microsoft.AspNetCore.Http;
using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Requests;
using PresignedMultipart.Testing.Xml;

namespace PresignedMultipart.Testing.Authentication;

/// <summary>Reads the signature of a presigned URL, and checks when the URL is good.</summary>
/// <remarks>docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html.</remarks>
internal static class QueryClaim
{
    private const long MaximumLifetimeSeconds = 604_800;

    public static SignatureClaim Read(QueryParameters query, IHeaderDictionary headers, string region, DateTimeOffset now)
    {
        if (query["X-Amz-Algorithm"] != "AWS4-HMAC-SHA256")
        {
            throw AccessErrors.MalformedQuery("X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\"");
        }

        if (query["X-Amz-Credential"] is not { } credential
            || query["X-Amz-Date"] is not { } date
            || query["X-Amz-Expires"] is not { } expires
            || query["X-Amz-SignedHeaders"] is not { } signedHeaders
            || query["X-Amz-Signature"] is not { } signature)
        {
            throw AccessErrors.MalformedQuery(
                "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.");
        }

        if (CredentialScope.Parse(credential) is not { } parsed)
        {
            throw AccessErrors.MalformedQuery(
                "Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
        }

        if (!S3Time.TryParseBasic(date, out DateTimeOffset signedAt))
        {
            throw AccessErrors.MalformedQuery("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
        }

        CheckScope(parsed.Scope, region, date);
        CheckLifetime(expires, signedAt, now);

        var names = signedHeaders.Split(';', StringSplitOptions.RemoveEmptyEntries);
        string? sent = headers["x-amz-content-sha256"];
        string payload = sent ?? query["X-Amz-Content-Sha256"] ?? PayloadDeclaration.UnsignedName;
        return new SignatureClaim(parsed.AccessKey, parsed.Scope, names, signature, signedAt, payload);
    }

    private static void CheckScope(CredentialScope scope, string region, string date)
    {
        if (scope.Region != region)
        {
            throw AccessErrors.MalformedQuery($"Error parsing the X-Amz-Credential parameter; the region '{scope.Region}' is wrong; expecting '{region}'")
                .With("Region", region);
        }

        if (scope.Service != "s3" || scope.Terminator != "aws4_request" || scope.Date != date[..8])
        {
            throw AccessErrors.MalformedQuery(
                $"Error parsing the X-Amz-Credential parameter; incorrect scope \"{scope}\"; expecting \"{date[..8]}/{region}/s3/aws4_request\".");
        }
    }

    private static void CheckLifetime(string expires, DateTimeOffset signedAt, DateTimeOffset now)
    {
        if (!long.TryParse(expires, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seconds))
        {
            throw AccessErrors.MalformedQuery("X-Amz-Expires should be a number");
        }

        if (seconds < 1)
        {
            throw AccessErrors.MalformedQuery("X-Amz-Expires must be non-negative");
        }

        if (seconds > MaximumLifetimeSeconds)
        {
            throw AccessErrors.MalformedQuery("X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds");
        }

        if (signedAt - now > SignatureVerifier.MaximumSkew)
        {
            throw AccessErrors.NotYetValid(signedAt, now);
        }

        DateTimeOffset end = signedAt.AddSeconds(seconds);
        if (now > end)
        {
            throw AccessErrors.Expired(seconds, end, now);
        }
    }
}
