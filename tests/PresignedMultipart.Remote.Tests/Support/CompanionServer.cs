using System.Globalization;
using System.Text.Json;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.AspNetCore.Http;

namespace PresignedMultipart.Remote.Tests.Support;

/// <summary>A back end with Companion's S3 routes, which puts a folder before the file's name.</summary>
internal static class CompanionServer
{
    public const string Folder = "companion/";

    public static Task<Backend> StartAsync(Storage storage) => Backend.StartAsync(context => AnswerAsync(context, storage.Client));

    private static async Task AnswerAsync(HttpContext context, IAmazonS3 s3)
    {
        string[] path = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget.Split('?')[0].Split('/')[1..];
        string key = context.Request.Query["key"].ToString();
        string uploadId = path.Length > 2 ? Uri.UnescapeDataString(path[2]) : "";
        try
        {
            object answer = (context.Request.Method, path.Length) switch
            {
                ("POST", 2) => await CreateAsync(context, s3),
                ("GET", 3) => (await s3.ListPartsAsync(Storage.Bucket, key, uploadId)).Parts?.Select(part => new { part.PartNumber, part.ETag, part.Size }) ?? [],
                ("GET", 4) when path[3] == "batch" => new { presignedUrls = context.Request.Query["partNumbers"].ToString().Split(',').ToDictionary(number => number, number => Sign(s3, key, uploadId, number)) },
                ("GET", 4) => new { url = Sign(s3, key, uploadId, path[3]), expires = 800 },
                ("POST", 4) when path[3] == "complete" => await CompleteAsync(context, s3, key, uploadId),
                ("DELETE", 3) => await AbortAsync(s3, key, uploadId),
                _ => throw new AmazonS3Exception($"No such route: {context.Request.Method} {context.Request.Path}"),
            };
            await Backend.WriteAsync(context, 200, JsonSerializer.Serialize(answer));
        }
        catch (AmazonS3Exception)
        {
            await Backend.WriteAsync(context, 500, """{"message":"Something went wrong","requestId":"companion-7"}""");
        }
    }

    private static async Task<object> CreateAsync(HttpContext context, IAmazonS3 s3)
    {
        using JsonDocument body = await JsonDocument.ParseAsync(context.Request.Body);
        string key = Folder + body.RootElement.GetProperty("filename").GetString();
        var request = new InitiateMultipartUploadRequest { BucketName = Storage.Bucket, Key = key, ContentType = body.RootElement.TryGetProperty("type", out JsonElement type) ? type.GetString() : null };
        return new { key, uploadId = (await s3.InitiateMultipartUploadAsync(request)).UploadId, bucket = Storage.Bucket };
    }

    private static string Sign(IAmazonS3 s3, string key, string uploadId, string number) => s3.GetPreSignedURL(new GetPreSignedUrlRequest
    {
        Verb = HttpVerb.PUT,
        Protocol = Amazon.S3.Protocol.HTTP,
        BucketName = Storage.Bucket,
        Key = key,
        PartNumber = int.Parse(number, CultureInfo.InvariantCulture),
        UploadId = uploadId,
        Expires = DateTime.UtcNow.AddSeconds(800),
    });

    private static async Task<object> CompleteAsync(HttpContext context, IAmazonS3 s3, string key, string uploadId)
    {
        using JsonDocument body = await JsonDocument.ParseAsync(context.Request.Body);
        CompleteMultipartUploadResponse answer = await s3.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest
        {
            BucketName = Storage.Bucket,
            Key = key,
            UploadId = uploadId,
            PartETags = [.. body.RootElement.GetProperty("parts").EnumerateArray().Select(part => new PartETag(part.GetProperty("PartNumber").GetInt32(), part.GetProperty("ETag").GetString()))],
        });
        return new { location = answer.Location, key, bucket = Storage.Bucket };
    }

    private static async Task<object> AbortAsync(IAmazonS3 s3, string key, string uploadId)
    {
        await s3.AbortMultipartUploadAsync(Storage.Bucket, key, uploadId);
        return new { };
    }
}
