using System.Globalization;
using System.Text.Json;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.AspNetCore.Http;

namespace PresignedMultipart.Remote.Tests.Support;

/// <summary>A back end with the three endpoints, as one writes it by hand with the SDK.</summary>
internal static class ClassicServer
{
    public static Task<Backend> StartAsync(Storage storage) => Backend.StartAsync(context => AnswerAsync(context, storage.Client));

    private static async Task AnswerAsync(HttpContext context, IAmazonS3 s3)
    {
        IQueryCollection query = context.Request.Query;
        try
        {
            await ($"{context.Request.Method} {context.Request.Path}" switch
            {
                "GET /start-upload" => JsonAsync(context, new { data = new { uploadId = (await s3.InitiateMultipartUploadAsync(query["bucket"], query["fileName"])).UploadId } }),
                "GET /get-upload-url" => JsonAsync(context, await s3.GetPreSignedURLAsync(new GetPreSignedUrlRequest
                {
                    Verb = HttpVerb.PUT,
                    Protocol = Amazon.S3.Protocol.HTTP,
                    BucketName = query["bucket"],
                    Key = query["fileName"],
                    PartNumber = int.Parse(query["partNumber"]!, CultureInfo.InvariantCulture),
                    UploadId = query["uploadId"],
                    Expires = DateTime.UtcNow.AddHours(1),
                })),
                "POST /complete-upload" => JsonAsync(context, await CompleteAsync(context, s3)),
                _ => Backend.WriteAsync(context, 404, "<!DOCTYPE html><pre>Cannot GET</pre>", "text/html"),
            });
        }
        catch (AmazonS3Exception refused)
        {
            await Backend.WriteAsync(context, 500, JsonSerializer.Serialize(new { message = refused.Message, code = refused.ErrorCode, requestId = refused.RequestId }));
        }
    }

    private static async Task<object> CompleteAsync(HttpContext context, IAmazonS3 s3)
    {
        using JsonDocument body = await JsonDocument.ParseAsync(context.Request.Body);
        JsonElement root = body.RootElement;
        CompleteMultipartUploadResponse answer = await s3.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest
        {
            BucketName = root.GetProperty("bucket").GetString(),
            Key = root.GetProperty("fileName").GetString(),
            UploadId = root.GetProperty("uploadId").GetString(),
            PartETags = [.. root.GetProperty("parts").EnumerateArray().Select(part => new PartETag(part.GetProperty("PartNumber").GetInt32(), part.GetProperty("ETag").GetString()))],
        });
        return new { data = new { answer.Location, Bucket = answer.BucketName, answer.Key, answer.ETag } };
    }

    private static Task JsonAsync(HttpContext context, object value) => Backend.WriteAsync(context, 200, JsonSerializer.Serialize(value));
}
