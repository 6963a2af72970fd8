using System.Globalization;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using PresignedMultipart.S3.Clients;

namespace PresignedMultipart.S3.Signing;

/// <summary>Signs PUTs with the SDK, and hands on the very URL that was signed.</summary>
internal sealed class UrlSigner(IAmazonS3 s3, TimeSpan lifetime)
{
    private readonly ConditionalWeakTable<MultipartUpload, PartUrlSeries> _series = [];

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
        PartUrlSeries? series = await ContinueSeriesAsync(upload).ConfigureAwait(false);
        for (int i = 0; i < urls.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            PartToSign part = parts[i];
            var headers = new Dictionary<string, string>(sharedHeaders, sharedHeaders.Comparer)
            {
                ["Content-Length"] = part.Length.ToString(CultureInfo.InvariantCulture),
            };

            ChecksumHeaders.AddTo(headers, part.Checksum);
            if (series is not null && part.Checksum is null)
            {
                urls[i] = series.Sign(part, headers);
            }
            else
            {
                GetPreSignedUrlRequest request = Put(upload.Target, headers);
                request.UploadId = upload.UploadId;
                request.PartNumber = part.PartNumber;
                string endpoint = EndpointOf(request);
                SetTime(request, endpoint);
                urls[i] = await SignAsync(request, headers).ConfigureAwait(false);
                series ??= part.Checksum is null ? await LearnSeriesAsync(upload, part, urls[i], endpoint).ConfigureAwait(false) : null;
            }
        }

        return urls;
    }

    // Only for a client of our own: what another signs with cannot be asked.
    private async ValueTask<PartUrlSeries?> LearnSeriesAsync(MultipartUpload upload, PartToSign part, PresignedUrl model, string endpoint)
    {
        if (s3 is not SignedPathS3Client own)
        {
            return null;
        }

        var series = PartUrlSeries.Learn(model, part, endpoint, await own.Credentials.GetCredentialsAsync().ConfigureAwait(false));
        if (series is not null)
        {
            _series.AddOrUpdate(upload, series);
        }

        return series;
    }

    private async ValueTask<PartUrlSeries?> ContinueSeriesAsync(MultipartUpload upload) =>
        _series.TryGetValue(upload, out PartUrlSeries? series)
        && s3 is SignedPathS3Client own
        && series.SignsWith(await own.Credentials.GetCredentialsAsync().ConfigureAwait(false))
            ? series.At(CorrectClockSkew.GetCorrectedUtcNowForEndpoint(series.Endpoint))
            : null;

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
        request.Protocol = endpoint.StartsWith("http:", StringComparison.OrdinalIgnoreCase) ? Amazon.S3.Protocol.HTTP : Amazon.S3.Protocol.HTTPS;

        // The SDK takes an instant and computes the life from its own clock, which it corrects by what the endpoint's answers taught it.
        request.Expires = CorrectClockSkew.GetCorrectedUtcNowForEndpoint(endpoint) + lifetime;
    }

    private async Task<PresignedUrl> SignAsync(GetPreSignedUrlRequest request, Dictionary<string, string> headers)
    {
        string url = await s3.GetPreSignedURLAsync(request).ConfigureAwait(false);
        return new PresignedUrl(SignedUrl.AsSigned(url, request.Key, request.UploadId), headers);
    }
}
