using System.Net;
using PresignedMultipart.S3.Tests.Support;
using PresignedMultipart.Testing;

namespace PresignedMultipart.S3.Tests.EndToEnd;

public class MultipartTests
{
    [Fact]
    public async Task Upload_ids_with_reserved_characters_reach_the_storage_whole()
    {
        await using TestServer storage = await TestServer.StartAsync();

        (MultipartUpload upload, CompletedPart[] parts) = await storage.UploadPartAsync(new UploadTarget(TestServer.Bucket, "key"), "abc"u8.ToArray());
        await storage.Provider.CompleteMultipartUploadAsync(upload, parts, 3);

        Assert.Contains(upload.UploadId, c => c is '+' or '/' or '=');
        Assert.Equal("abc"u8.ToArray(), storage.Read("key"));
    }

    [Fact]
    public async Task More_parts_than_a_page_are_all_listed()
    {
        await using TestServer storage = await TestServer.StartAsync();
        MultipartUpload upload = await storage.Provider.CreateMultipartUploadAsync(new UploadTarget(TestServer.Bucket, "key"), null);
        IReadOnlyList<PresignedUrl> urls = await storage.Provider.PresignPartsAsync(upload, [.. Enumerable.Range(1, 1001).Select(number => new PartToSign(number, 1))]);
        await Parallel.ForEachAsync(urls, async (url, _) => await storage.PutOkAsync(url, [7]));

        var listed = new List<int>();
        await foreach (StoredPart part in storage.Provider.ListPartsAsync(upload))
        {
            listed.Add(part.PartNumber);
        }

        Assert.Equal(Enumerable.Range(1, 1001), listed);
    }

    [Fact]
    public async Task A_completion_of_an_upload_that_is_gone_is_refused_and_an_abort_of_it_is_not()
    {
        await using TestServer storage = await TestServer.StartAsync();
        (MultipartUpload upload, CompletedPart[] parts) = await storage.UploadPartAsync(new UploadTarget(TestServer.Bucket, "key"), "abc"u8.ToArray());
        await storage.Provider.AbortMultipartUploadAsync(upload);

        await storage.Provider.AbortMultipartUploadAsync(upload);
        PresignedUrlProviderException refusal = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => storage.Provider.CompleteMultipartUploadAsync(upload, parts, 3));

        Assert.True(refusal.IsNoSuchUpload);
        Assert.Null(await storage.Provider.HeadObjectAsync(upload));
    }

    [Fact]
    public async Task An_error_in_the_body_of_a_200_is_a_failure()
    {
        await using TestServer storage = await TestServer.StartAsync();
        (MultipartUpload upload, CompletedPart[] parts) = await storage.UploadPartAsync(new UploadTarget(TestServer.Bucket, "key"), "abc"u8.ToArray());
        storage.Server.Faults.On(S3Operation.CompleteMultipartUpload).AnswerWithErrorInBody("InternalError");

        PresignedUrlProviderException failure = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => storage.Provider.CompleteMultipartUploadAsync(upload, parts, 3));

        Assert.Equal("InternalError", failure.ErrorCode);
        Assert.True(failure.IsOutcomeUnknown);
    }

    [Fact]
    public async Task A_lost_answer_leaves_the_outcome_unknown_and_a_look_at_the_object_tells_it()
    {
        await using TestServer storage = await TestServer.StartAsync();
        (MultipartUpload upload, CompletedPart[] parts) = await storage.UploadPartAsync(new UploadTarget(TestServer.Bucket, "key"), "abc"u8.ToArray());
        storage.Server.Faults.On(S3Operation.CompleteMultipartUpload).LoseAnswer();

        PresignedUrlProviderException failure = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => storage.Provider.CompleteMultipartUploadAsync(upload, parts, 3));

        Assert.True(failure.IsOutcomeUnknown);
        Assert.Equal(3, (await storage.Provider.HeadObjectAsync(upload))!.Length);
        Assert.Single(storage.Server.Requests, request => request.Operation == S3Operation.CompleteMultipartUpload);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task A_truncated_answer_leaves_the_outcome_unknown(long bodyBytes)
    {
        await using TestServer storage = await TestServer.StartAsync();
        (MultipartUpload upload, CompletedPart[] parts) = await storage.UploadPartAsync(new UploadTarget(TestServer.Bucket, "key"), "abc"u8.ToArray());
        storage.Server.Faults.On(S3Operation.CompleteMultipartUpload).TruncateAnswer(bodyBytes);

        PresignedUrlProviderException failure = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => storage.Provider.CompleteMultipartUploadAsync(upload, parts, 3));

        Assert.True(failure.IsOutcomeUnknown);
    }

    [Fact]
    public async Task A_wrong_length_of_the_object_is_found_by_the_storage()
    {
        await using TestServer storage = await TestServer.StartAsync();
        (MultipartUpload upload, CompletedPart[] parts) = await storage.UploadPartAsync(new UploadTarget(TestServer.Bucket, "key"), "abc"u8.ToArray());

        PresignedUrlProviderException refusal = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => storage.Provider.CompleteMultipartUploadAsync(upload, parts, 4));

        Assert.Equal(HttpStatusCode.BadRequest, refusal.StatusCode);
    }

    [Fact]
    public async Task Temporary_credentials_sign_with_their_token()
    {
        await using TestServer storage = await TestServer.StartAsync(options => options.Credentials.Add(new S3TestCredentials("ASIAEXAMPLE", "secret") { SessionToken = "token+/=" }));
        S3ProviderOptions options = storage.Options();
        options.SessionToken = "token+/=";
        using var provider = new S3PresignedUrlProvider(options);

        await storage.PutOkAsync(await provider.PresignPutObjectAsync(new UploadTarget(TestServer.Bucket, "key")), "abc"u8.ToArray());

        Assert.Single(storage.Server.Objects);
    }
}
