using Microsoft.AspNetCore.Http;
using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Hosting;
using PresignedMultipart.Testing.Requests;
using PresignedMultipart.Testing.Storage;

namespace PresignedMultipart.Testing.Cors;

/// <summary>What browsers of other origins may do: by the bucket's own rules, or by the server's where a bucket has none.</summary>
/// <remarks>docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html.</remarks>
internal sealed class CorsPolicy(ServerSettings settings, S3Store store)
{
    private readonly IReadOnlyList<CorsRule> _defaults = settings.AllowedOrigins.Count == 0
        ? []
        :
        [
            new CorsRule(
                settings.AllowedOrigins,
                ["GET", "HEAD", "PUT", "POST", "DELETE"],
                ["*"],
                [
                    "ETag", "x-amz-request-id", "x-amz-id-2", "x-amz-checksum-crc32", "x-amz-checksum-crc32c", "x-amz-checksum-crc64nvme",
                    "x-amz-checksum-sha1", "x-amz-checksum-sha256", "x-amz-checksum-type", "Retry-After", "Date",
                ],
                3000),
        ];

    /// <summary>A preflight is not signed; the rules alone decide.</summary>
    public S3Answer AnswerPreflight(S3Call call)
    {
        string? origin = call.Header("Origin");
        string? method = call.Header("Access-Control-Request-Method");
        if (origin is null || method is null)
        {
            throw new S3Error(400, "BadRequest", "Insufficient information. Origin request header needed.");
        }

        string[] requested = (call.Header("Access-Control-Request-Headers") ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        CorsRule rule = RulesFor(call).FirstOrDefault(r => r.AllowsOrigin(origin) && r.Methods.Contains(method) && requested.All(r.AllowsHeader))
            ?? throw new S3Error(403, "AccessForbidden", "CORSResponse: This CORS request is not allowed.");
        return new S3Answer()
            .With("Access-Control-Allow-Headers", requested.Length > 0 ? string.Join(", ", requested).ToLowerInvariant() : null)
            .With("Access-Control-Max-Age", rule.MaxAgeSeconds is { } age ? FormattableString.Invariant($"{age}") : null);
    }

    /// <summary>Adds the headers without which the browser keeps an answer from its page.</summary>
    public void AddHeaders(S3Call call, IHeaderDictionary answer)
    {
        if (call.Header("Origin") is not { } origin)
        {
            return;
        }

        string method = call.Header("Access-Control-Request-Method") ?? call.Request.Method;
        if (RulesFor(call).FirstOrDefault(r => r.AllowsOrigin(origin) && r.Methods.Contains(method)) is not { } rule)
        {
            return;
        }

        bool any = rule.Origins.Contains("*");
        answer["Access-Control-Allow-Origin"] = any ? "*" : origin;
        answer["Access-Control-Allow-Methods"] = string.Join(", ", rule.Methods);
        if (rule.ExposedHeaders.Count > 0)
        {
            answer["Access-Control-Expose-Headers"] = string.Join(", ", rule.ExposedHeaders);
        }

        if (!any)
        {
            answer["Access-Control-Allow-Credentials"] = "true";
        }

        answer.Vary = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";
    }

    private IReadOnlyList<CorsRule> RulesFor(S3Call call) =>
        call.Target.Bucket is { } name && store.FindBucket(name)?.Cors is { } own ? own.Rules : _defaults;
}
