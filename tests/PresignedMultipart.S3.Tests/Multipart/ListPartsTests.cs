using System.Net;
using PresignedMultipart.S3.Tests.Support;

namespace PresignedMultipart.S3.Tests.Multipart;

public class ListPartsTests
{
    private static readonly MultipartUpload Upload = new(new UploadTarget("bucket", "key"), "id");

    [Fact]
    public async Task All_pages_are_read_in_order()
    {
        using StubStorage storage = new StubStorage()
            .Answer(HttpStatusCode.OK, Page(isTruncated: true, next: 2, (1, 10), (2, 20)))
            .Answer(HttpStatusCode.OK, Page(isTruncated: false, next: 4, (4, 5)));
        using S3PresignedUrlProvider provider = storage.Provider();

        List<StoredPart> parts = await ReadAsync(provider);

        Assert.Equal([new(1, 10, "\"e1\""), new(2, 20, "\"e2\""), new(4, 5, "\"e4\"")], parts);
        Assert.DoesNotContain("part-number-marker", storage.Requests[0].PathAndQuery, StringComparison.Ordinal);
        Assert.Contains("part-number-marker=2", storage.Requests[1].PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_without_parts_has_none()
    {
        using StubStorage storage = new StubStorage().Answer(HttpStatusCode.OK, Page(isTruncated: false, next: 0));
        using S3PresignedUrlProvider provider = storage.Provider();

        Assert.Empty(await ReadAsync(provider));
    }

    [Fact]
    public async Task A_page_that_leads_to_itself_ends_in_a_failure_and_not_in_a_loop()
    {
        using StubStorage storage = new StubStorage().Answer(HttpStatusCode.OK, Page(isTruncated: true, next: 0));
        using S3PresignedUrlProvider provider = storage.Provider();

        await Assert.ThrowsAsync<PresignedUrlProviderException>(() => ReadAsync(provider));
    }

    [Theory]
    [InlineData("NoSuchUpload")]
    [InlineData("NoSuchKey")]
    public async Task An_upload_that_is_gone_is_said_to_be(string code)
    {
        using StubStorage storage = new StubStorage().Error(HttpStatusCode.NotFound, code);
        using S3PresignedUrlProvider provider = storage.Provider();

        Assert.True((await Assert.ThrowsAsync<PresignedUrlProviderException>(() => ReadAsync(provider))).IsNoSuchUpload);
    }

    private static async Task<List<StoredPart>> ReadAsync(S3PresignedUrlProvider provider)
    {
        var parts = new List<StoredPart>();
        await foreach (StoredPart part in provider.ListPartsAsync(Upload))
        {
            parts.Add(part);
        }

        return parts;
    }

    private static string Page(bool isTruncated, int next, params (int Number, long Size)[] parts) =>
        $"<ListPartsResult><NextPartNumberMarker>{next}</NextPartNumberMarker><IsTruncated>{(isTruncated ? "true" : "false")}</IsTruncated>" +
        string.Concat(parts.Select(part => $"<Part><PartNumber>{part.Number}</PartNumber><ETag>&quot;e{part.Number}&quot;</ETag><Size>{part.Size}</Size></Part>")) +
        "</ListPartsResult>";
}
