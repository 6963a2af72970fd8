using System.Net;
using PresignedMultipart.S3.Tests.Support;

namespace PresignedMultipart.S3.Tests.Multipart;

public class ListIncompleteUploadsTests
{
    [Fact]
    public async Task All_pages_are_read_with_the_time_of_each_upload()
    {
        using StubStorage storage = new StubStorage()
            .Answer(HttpStatusCode.OK, Page(isTruncated: true, "a", "b"))
            .Answer(HttpStatusCode.OK, Page(isTruncated: false, "c"));
        using S3PresignedUrlProvider provider = storage.Provider();

        List<IncompleteUpload> found = await ReadAsync(provider, "users/");

        Assert.Equal(["a/id-a", "b/id-b", "c/id-c"], found.Select(one => $"{one.Upload.Target.Key}/{one.Upload.UploadId}"));
        Assert.All(found, one => Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), one.InitiatedAt));
        Assert.Contains("prefix=users%2F", storage.Requests[0].PathAndQuery, StringComparison.Ordinal);
        Assert.Contains("key-marker=b", storage.Requests[1].PathAndQuery, StringComparison.Ordinal);
        Assert.Contains("upload-id-marker=id-b", storage.Requests[1].PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_leads_to_itself_ends_in_a_failure_and_not_in_a_loop()
    {
        using StubStorage storage = new StubStorage().Answer(HttpStatusCode.OK, Page(isTruncated: true, "a")).Answer(HttpStatusCode.OK, Page(isTruncated: true, "a"));
        using S3PresignedUrlProvider provider = storage.Provider();

        await Assert.ThrowsAsync<PresignedUrlProviderException>(() => ReadAsync(provider));
    }

    private static async Task<List<IncompleteUpload>> ReadAsync(S3PresignedUrlProvider provider, string prefix = "")
    {
        var found = new List<IncompleteUpload>();
        await foreach (IncompleteUpload one in provider.ListIncompleteUploadsAsync("bucket", prefix))
        {
            found.Add(one);
        }

        return found;
    }

    private static string Page(bool isTruncated, params string[] keys) =>
        $"""
        <ListMultipartUploadsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Bucket>bucket</Bucket>
        <NextKeyMarker>{keys[^1]}</NextKeyMarker><NextUploadIdMarker>id-{keys[^1]}</NextUploadIdMarker><IsTruncated>{(isTruncated ? "true" : "false")}</IsTruncated>
        {string.Concat(keys.Select(key => $"<Upload><Key>{key}</Key><UploadId>id-{key}</UploadId><Initiated>2026-01-02T03:04:05.000Z</Initiated></Upload>"))}
        </ListMultipartUploadsResult>
        """;
}
