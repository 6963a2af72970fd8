using System.Globalization;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace PresignedMultipart.S3.Signing;

/// <summary>Signs PUTs with the SDK, and hands on the very URL that was signed.</summary>
internal sealed class UrlSigner(IAmazonS3 s3, TimeSpan lifetime)
{
    public async Task<PresignedUrl> SignPutAsync(UploadTarget target, Dictionary<string, string> headers)
    {
        GetPreSignedUrlRequest request = Put(target, headers);
        SetTime(request, EndpointOf(request));
        return await SignAsync(request, headers).ConfigureAwait(false);
    }

    public async Task<PresignedUrl[]> SignPartsAsync(MultipartUpload upload, IReadOnlyList<PartToSign> parts, CancellationToken cancellationToken)
    {
        var sharedHeaders = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        EncryptionHeaders.AddForPart(sharedHeaders, upload.Target.Encryption);

        var urls = new PresignedUrl[parts.Count];
        string? endpoint = null;
        for (int i = 0; i < urls.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            PartToSign part = parts[i];
            var headers = new Dictionary<string, string>(sharedHeaders, sharedHeaders.Comparer)
            {
                ["Content-Length"] = part.Length.ToString(CultureInfo.InvariantCulture),
            };

            GetPreSignedUrlRequest request = Put(upload.Target, headers);
            request.UploadId = upload.UploadId;
            request.PartNumber = part.PartNumber;
            endpoint ??= EndpointOf(request);
            SetTime(request, endpoint);
            urls[i] = await SignAsync(request, headers).ConfigureAwait(false);
        }

        return urls;
    }

    private static GetPreSignedUrlRequest Put(UploadTarget target, Dictionary<string, string> headers)
    {
        var request = new GetPreSignedUrlRequest { BucketName = target.Bucket, Key = target.Key, Verb = HttpVerb.PUT };
        foreach ((string name, string value) in headers)
        {
            request.Headers[name] = value;
        }

        return request;
    }

    private string EndpointOf(GetPreSignedUrlRequest request) => s3.DetermineServiceOperationEndpoint(request).URL;

    private void SetTime(GetPreSignedUrlRequest request, string endpoint)
    {
        // The SDK signs for https unless told otherwise, whatever the endpoint's scheme.
        request.Protocol = endpoint.StartsWith("http:", StringComparison.OrdinalIgnoreCase) ? Protocol.HTTP : Protocol.HTTPS;

        // The SDK takes an instant and computes the life from its own clock, which it corrects by what the endpoint's answers taught it.
        request.Expires = CorrectClockSkew.GetCorrectedUtcNowForEndpoint(endpoint) + lifetime;
    }

    private async Task<PresignedUrl> SignAsync(GetPreSignedUrlRequest request, Dictionary<string, string> headers)
    {
        string url = await s3.GetPreSignedURLAsync(request).ConfigureAwait(false);
        return new PresignedUrl(SignedUrl.AsSigned(url, request.Key, request.UploadId), headers);
    }
}
