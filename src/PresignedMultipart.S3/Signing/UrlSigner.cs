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
    private readonly ConditionalWeakTable<MultipartUpload, UrlSeries> _parts = [];

    // The bucket and the series of the last PUT that started one. Many objects that are put together mostly have all in common but their key.
    private Tuple<string, UrlSeries>? _puts;

    public async Task<PresignedUrl> SignPutAsync(UploadTarget target, Dictionary<string, string> headers)
    {
        if (_puts is { } puts && puts.Item1 == target.Bucket && puts.Item2.Covers(headers) && await ContinueAsync(puts.Item2).ConfigureAwait(false) is { } series)
        {
            _puts = ReferenceEquals(series, puts.Item2) ? puts : Tuple.Create(target.Bucket, series);
            return series.Sign(target.Key, null, headers);
        }

        (PresignedUrl url, UrlSeries? learnt) = await SignFirstAsync(Put(target, headers), headers).ConfigureAwait(false);
        _puts = learnt is null ? null : Tuple.Create(target.Bucket, learnt);
        return url;
    }

    public async Task<PresignedUrl[]> SignPartsAsync(MultipartUpload upload, IReadOnlyList<PartToSign> parts, CancellationToken cancellationToken)
    {
        var sharedHeaders = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        EncryptionHeaders.AddForPart(sharedHeaders, upload.Target.Encryption);

        var urls = new PresignedUrl[parts.Count];
        UrlSeries? series = _parts.TryGetValue(upload, out UrlSeries? known) ? await ContinueAsync(known).ConfigureAwait(false) : null;
        for (int i = 0; i < urls.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            PartToSign part = parts[i];
            var headers = new Dictionary<string, string>(sharedHeaders, sharedHeaders.Comparer);
            if (part.Length is { } length)
            {
                headers["Content-Length"] = length.ToString(CultureInfo.InvariantCulture);
            }

            ChecksumHeaders.AddTo(headers, part.Checksum);
            if (series?.Covers(headers) == true)
            {
                urls[i] = series.Sign(upload.Target.Key, part.PartNumber, headers);
                continue;
            }

            GetPreSignedUrlRequest request = Put(upload.Target, headers);
            request.UploadId = upload.UploadId;
            request.PartNumber = part.PartNumber;
            (urls[i], series) = await SignFirstAsync(request, headers).ConfigureAwait(false);
        }

        if (series is not null && !ReferenceEquals(series, known))
        {
            _parts.AddOrUpdate(upload, series);
        }

        return urls;
    }

    private async Task<(PresignedUrl Url, UrlSeries? Series)> SignFirstAsync(GetPreSignedUrlRequest request, Dictionary<string, string> headers)
    {
        string endpoint = s3.DetermineServiceOperationEndpoint(request).URL;
        SetTime(request, endpoint);
        string signed = await s3.GetPreSignedURLAsync(request).ConfigureAwait(false);
        var url = new PresignedUrl(SignedUrl.AsSigned(signed, request.Key, request.UploadId), headers);

        // Only for a client of our own: what another signs with cannot be asked.
        UrlSeries? series = s3 is SignedPathS3Client own
            ? UrlSeries.Learn(url, request.Key, request.PartNumber, endpoint, await own.Credentials.GetCredentialsAsync().ConfigureAwait(false))
            : null;
        return (url, series);
    }

    /// <summary>The series at this time, unless the credentials have changed.</summary>
    private async ValueTask<UrlSeries?> ContinueAsync(UrlSeries series) =>
        s3 is SignedPathS3Client own && series.SignsWith(await own.Credentials.GetCredentialsAsync().ConfigureAwait(false))
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

    private void SetTime(GetPreSignedUrlRequest request, string endpoint)
    {
        // The SDK signs for https unless told otherwise, whatever the endpoint's scheme.
        request.Protocol = endpoint.StartsWith("http:", StringComparison.OrdinalIgnoreCase) ? Amazon.S3.Protocol.HTTP : Amazon.S3.Protocol.HTTPS;

        // The SDK takes an instant and computes the life from its own clock, which it corrects by what the endpoint's answers taught it.
        request.Expires = CorrectClockSkew.GetCorrectedUtcNowForEndpoint(endpoint) + lifetime;
    }
}
