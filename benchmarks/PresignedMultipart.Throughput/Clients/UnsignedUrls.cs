using System.Globalization;
using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace PresignedMultipart.Throughput.Clients;

/// <summary>
/// Stands for a back end that hands out URLs: the uploading program holds no credentials and loads no SDK. The endpoint takes URLs without
/// a signature, so there is nothing to compute here.
/// </summary>
internal sealed class UnsignedUrls(Uri endpoint) : IPresignedUrlProvider, IDisposable
{
    private readonly HttpClient _http = new();

    public PresignedUrlProviderCapabilities Capabilities => 
        PresignedUrlProviderCapabilities.All & ~(PresignedUrlProviderCapabilities.ListParts | PresignedUrlProviderCapabilities.HeadObject);

    public Task<PresignedUrl> PresignPutObjectAsync(
        UploadTarget target, long? contentLength = null, Checksum? checksum = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new PresignedUrl(AddressOf(target)));

    public async Task<MultipartUpload> CreateMultipartUploadAsync(
        UploadTarget target, long? objectLength, ChecksumAlgorithm checksum = ChecksumAlgorithm.None, CancellationToken cancellationToken = default)
    {
        XElement answer = await SendAsync(HttpMethod.Post, $"{AddressOf(target)}?uploads", null, cancellationToken);
        return new MultipartUpload(target, answer.Elements().First(element => element.Name.LocalName == "UploadId").Value);
    }

    public Task<IReadOnlyList<PresignedUrl>> PresignPartsAsync(
        MultipartUpload upload, IReadOnlyList<PartToSign> parts, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<PresignedUrl>>([.. parts.Select(part => new PresignedUrl(
            string.Create(CultureInfo.InvariantCulture, $"{AddressOf(upload)}&partNumber={part.PartNumber}")))]);

    public async Task<StoredObject> CompleteMultipartUploadAsync(
        MultipartUpload upload, IReadOnlyList<CompletedPart> parts, long objectLength, Checksum? checksum = null, CancellationToken cancellationToken = default)
    {
        var document = new XElement(
            "CompleteMultipartUpload",
            parts.Select(part => new XElement("Part", new XElement("PartNumber", part.PartNumber), new XElement("ETag", part.ETag))));
        XElement answer = await SendAsync(HttpMethod.Post, AddressOf(upload), document, cancellationToken);
        return new StoredObject { ETag = answer.Elements().First(element => element.Name.LocalName == "ETag").Value };
    }

    public Task AbortMultipartUploadAsync(MultipartUpload upload, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Delete, AddressOf(upload), null, cancellationToken);

    public async IAsyncEnumerable<StoredPart> ListPartsAsync(MultipartUpload upload, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        yield break;
    }

    public Task<StoredObject?> HeadObjectAsync(MultipartUpload upload, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public void Dispose() => _http.Dispose();

    private string AddressOf(UploadTarget target) => $"{endpoint}{target.Bucket}/{target.Key}";

    private string AddressOf(MultipartUpload upload) => $"{AddressOf(upload.Target)}?uploadId={upload.UploadId}";

    private async Task<XElement> SendAsync(HttpMethod method, string url, XElement? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, url) { Content = body is null ? null : new StringContent(body.ToString()) };
        using HttpResponseMessage answer = await _http.SendAsync(request, cancellationToken);
        answer.EnsureSuccessStatusCode();
        string text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return text.Length > 0 ? XElement.Parse(text) : new XElement("Nothing");
    }
}
