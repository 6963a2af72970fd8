using System.Net;
using System.Text;
using Amazon.S3;
using PresignedMultipart.S3;

namespace PresignedMultipart.Integration.Tests;

/// <summary>Uploads between their creation and their end: who sees them, who may end them, and what ends them.</summary>
public sealed class UploadsInProgressTests(StorageServer server) : IClassFixture<StorageServer>
{
    private static readonly byte[] Content = Encoding.ASCII.GetBytes("123456789");

    [Fact]
    public async Task Uploads_in_progress_are_found_by_the_beginning_of_their_keys()
    {
        MultipartUpload[] uploads = [await CreateAsync("found/ä b+c"), await CreateAsync("found/a"), await CreateAsync("found/a"), await CreateAsync("elsewhere/a")];
        DateTimeOffset now = DateTimeOffset.UtcNow;

        var found = new List<IncompleteUpload>();
        await foreach (IncompleteUpload upload in server.Provider.ListIncompleteUploadsAsync(server.Bucket, "found/"))
        {
            found.Add(upload);
        }

        Assert.Equal(uploads[..3].Select(Name).Order(StringComparer.Ordinal), found.Select(upload => Name(upload.Upload)).Order(StringComparer.Ordinal));
        Assert.All(found, upload => Assert.InRange(upload.InitiatedAt, now.AddMinutes(-5), now.AddMinutes(5)));
    }

    [Fact]
    public async Task An_upload_can_be_aborted_twice_and_is_gone_after_the_first_time()
    {
        MultipartUpload upload = await CreateAsync("aborted");
        PresignedUrl url = (await server.Provider.PresignPartsAsync(upload, [new PartToSign(1, Content.Length)]))[0];
        using HttpResponseMessage part = await PutAsync(url);
        Assert.Equal(HttpStatusCode.OK, part.StatusCode);

        await server.Provider.AbortMultipartUploadAsync(upload);
        await server.Provider.AbortMultipartUploadAsync(upload);

        using HttpResponseMessage late = await PutAsync(url);
        Assert.Equal(HttpStatusCode.NotFound, late.StatusCode);
        Assert.Contains("<Code>NoSuchUpload</Code>", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var refusal = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => PartsAsync(server.Provider, upload));
        Assert.Equal((HttpStatusCode.NotFound, server.Capabilities.ListOfGoneUpload, true), (refusal.StatusCode, refusal.ErrorCode, refusal.IsNoSuchUpload));
        Assert.DoesNotContain("aborted", await server.UploadsInProgressAsync());
    }

    [Fact]
    public async Task Another_user_may_neither_add_to_an_upload_nor_list_complete_or_abort_it()
    {
        MultipartUpload upload = await CreateAsync("mine");
        using HttpResponseMessage part = await PutAsync((await server.Provider.PresignPartsAsync(upload, [new PartToSign(1, Content.Length)]))[0]);
        CompletedPart[] parts = [new CompletedPart(1, part.Headers.ETag!.Tag)];
        using AmazonS3Client client = server.CreateClientOfAnotherUser();
        using var other = new S3PresignedUrlProvider(client);

        using HttpResponseMessage added = await PutAsync((await other.PresignPartsAsync(upload, [new PartToSign(1, Content.Length)]))[0]);
        Assert.Contains($"<Code>{server.Capabilities.OtherUsersBucket}</Code>", await added.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        foreach (Func<Task> call in new Func<Task>[]
        {
            () => PartsAsync(other, upload),
            () => other.CompleteMultipartUploadAsync(upload, parts, Content.Length),
            () => other.AbortMultipartUploadAsync(upload),
        })
        {
            Assert.Equal(server.Capabilities.OtherUsersBucket, (await Assert.ThrowsAsync<PresignedUrlProviderException>(call)).ErrorCode);
        }

        int[] stored = await PartsAsync(server.Provider, upload);
        Assert.Equal([1], stored);
        await server.Provider.CompleteMultipartUploadAsync(upload, parts, Content.Length);
        Assert.Equal(Content.Length, (await server.Client.GetObjectMetadataAsync(server.Bucket, "mine")).ContentLength);
    }

    [Fact]
    public async Task A_rule_that_aborts_uploads_is_told_with_its_date_unless_that_has_passed()
    {
        Task RuleAsync() => server.Provider.EnsureBucketAsync(server.Bucket, abortIncompleteUploadsAfterDays: 3);
        if (server.Capabilities.RefusalOfAbortRule is { } expected)
        {
            var refusal = await Assert.ThrowsAsync<PresignedUrlProviderException>(RuleAsync);
            Assert.Equal(expected, (refusal.StatusCode, refusal.ErrorCode));
            return;
        }

        await RuleAsync();

        MultipartUpload upload = await CreateAsync("ruled");

        Assert.NotNull(upload.AbortRuleId);
        if (server.Capabilities.AnswersAbortDate)
        {
            // At midnight after three days.
            Assert.InRange(upload.AbortDate!.Value - DateTimeOffset.UtcNow, TimeSpan.FromDays(2), TimeSpan.FromDays(5));
        }
        else
        {
            // Ceph 20 answers a day of January 1970.
            Assert.Null(upload.AbortDate);
        }
    }

    private static string Name(MultipartUpload upload) => $"{upload.Target.Key} {upload.UploadId}";

    private Task<MultipartUpload> CreateAsync(string key) => server.Provider.CreateMultipartUploadAsync(new UploadTarget(server.Bucket, key), objectLength: null);

    private static async Task<HttpResponseMessage> PutAsync(PresignedUrl url)
    {
        using var http = new HttpClient();
        using var content = new ByteArrayContent(Content);
        return await http.PutAsync(url.Uri, content);
    }

    private static async Task<int[]> PartsAsync(S3PresignedUrlProvider provider, MultipartUpload upload)
    {
        var parts = new List<int>();
        await foreach (StoredPart part in provider.ListPartsAsync(upload))
        {
            parts.Add(part.PartNumber);
        }

        return [.. parts];
    }
}
