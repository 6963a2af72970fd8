using System.Globalization;
using Microsoft.AspNetCore.Http;
using PresignedMultipart.Testing.Hosting;

namespace PresignedMultipart.Testing.Requests;

/// <summary>Notes down a request as it arrives.</summary>
internal static class RequestEntry
{
    public static S3TestRequest Create(HttpContext context, RequestTarget? target, string requestId, DateTimeOffset now, RequestLog log)
    {
        HttpRequest request = context.Request;
        S3Operation operation = target is null ? S3Operation.Unknown : OperationResolver.Resolve(request.Method, target);
        int? part = int.TryParse(target?.Query["partNumber"], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
        return new S3TestRequest
        {
            RequestId = requestId,
            Operation = operation,
            Method = request.Method,
            Bucket = target?.Bucket,
            Key = target?.Key,
            UploadId = target?.Query["uploadId"],
            PartNumber = part,
            Attempt = log.CountAttempt(operation, target?.Bucket, target?.Key, part),
            Connection = context.Features.Get<ConnectionNumber>()?.Value ?? 0,
            StartedAt = now,
            ContentLength = request.ContentLength,
            Headers = request.Headers.ToDictionary(
                h => h.Key, h => SecretNames.Mask(h.Key, h.Value.ToString()), StringComparer.OrdinalIgnoreCase),
            Query = (target?.Query.All ?? [])
                .DistinctBy(p => p.Name)
                .ToDictionary(p => p.Name, p => SecretNames.Mask(p.Name, p.Value), StringComparer.Ordinal),
            IsPresigned = target?.Query.Has("X-Amz-Signature") ?? false,
        };
    }
}
