using PresignedMultipart.Remote.Tests.Support;

namespace PresignedMultipart.Remote.Tests.Wire;

public class ClassicWireTests
{
    private static readonly UploadTarget Target = new("my-bucket", "a folder/ä&b=c+d%2F.bin");
    private const string Object = "bucket=my-bucket&fileName=a%20folder%2F%C3%A4%26b%3Dc%2Bd%252F.bin";

    [Fact]
    public async Task Start_upload_is_a_GET_with_bucket_and_fileName()
    {
        await using Backend backend = await Backend.AnsweringAsync(200, """{"data":{"uploadId":"2~a/b+c"}}""");
        using RemotePresignedUrlProvider provider = Providers.Of(backend.Address, BackendContract.Classic);

        MultipartUpload upload = await provider.CreateMultipartUploadAsync(Target, 10);

        Assert.Equal("2~a/b+c", upload.UploadId);
        Assert.Equal(("GET", $"/start-upload?{Object}", null, ""), Parts(Assert.Single(backend.Requests)));
    }

    [Fact]
    public async Task A_ticket_in_the_place_of_an_upload_id_is_sent_whole_and_shown_nowhere()
    {
        string ticket = string.Concat(Enumerable.Repeat("CfDJ8-", 60));
        await using Backend backend = await Backend.AnsweringAsync(200, $$$"""{"data":{"uploadId":"{{{ticket}}}"}}""");
        using RemotePresignedUrlProvider provider = Providers.Of(backend.Address, BackendContract.Classic);
        MultipartUpload upload = await provider.CreateMultipartUploadAsync(Target, 10);
        backend.Next("/complete-upload", context => Backend.WriteAsync(context, 400, $$"""{"message":"No upload {{ticket}}"}"""));

        var refusal = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.CompleteMultipartUploadAsync(upload, [new(1, "e")], 1));

        Assert.Contains($"\"uploadId\":\"{ticket}\"", backend.Requests[^1].Body, StringComparison.Ordinal);
        Assert.DoesNotContain("CfDJ8-CfDJ8-CfDJ8-", refusal + upload.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_upload_url_is_a_GET_with_part_number_and_upload_id_answered_by_a_JSON_string()
    {
        const string Url = "http://s3.test/my-bucket/a%20folder/../x?partNumber=7&uploadId=2~a%2Fb%2Bc&X-Amz-Signature=abc";
        await using Backend backend = await Backend.AnsweringAsync(200, $"\"{Url}\"");
        using RemotePresignedUrlProvider provider = Providers.Of(backend.Address, BackendContract.Classic);

        PresignedUrl url = Assert.Single(await provider.PresignPartsAsync(new MultipartUpload(Target, "2~a/b+c"), [new PartToSign(7, 10)]));

        Assert.Equal(Url, url.Uri.OriginalString);
        Assert.Equal(("GET", $"/get-upload-url?{Object}&partNumber=7&uploadId=2~a%2Fb%2Bc", null, ""), Parts(Assert.Single(backend.Requests)));
    }

    [Fact]
    public async Task Complete_upload_is_a_POST_of_exactly_the_contracts_JSON()
    {
        await using Backend backend = await Backend.AnsweringAsync(200, """{"data":{"ETag":"\"e-2\""}}""");
        using RemotePresignedUrlProvider provider = Providers.Of(backend.Address, BackendContract.Classic);

        await provider.CompleteMultipartUploadAsync(new MultipartUpload(new UploadTarget("my-bucket", "k.bin"), "2~a/b+c"), [new(1, "\"e1\""), new(2, "\"e2\"")], 20);

        Assert.Equal(
            ("POST", "/complete-upload", "application/json", """{"bucket":"my-bucket","fileName":"k.bin","uploadId":"2~a/b+c","parts":[{"ETag":"\"e1\"","PartNumber":1},{"ETag":"\"e2\"","PartNumber":2}]}"""),
            Parts(Assert.Single(backend.Requests)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/api/v1")]
    [InlineData("/api/v1/")]
    public async Task A_path_in_the_base_address_is_kept_with_and_without_a_slash_at_its_end(string path)
    {
        await using Backend backend = await Backend.AnsweringAsync(200, """{"data":{"uploadId":"id"}}""");
        using RemotePresignedUrlProvider provider = Providers.Of(new Uri(backend.Address, path), BackendContract.Classic);

        await provider.CreateMultipartUploadAsync(new UploadTarget("b", "k"), 10);

        Assert.Equal($"{path.TrimEnd('/')}/start-upload?bucket=b&fileName=k", Assert.Single(backend.Requests).Target);
    }

    [Fact]
    public async Task The_paths_are_the_options()
    {
        await using Backend backend = await Backend.AnsweringAsync(200, """{"data":{"uploadId":"id"}}""");
        using RemotePresignedUrlProvider provider = Providers.Of(backend.Address, BackendContract.Classic, configure: options => options.StartUploadPath = "/s3/start");

        await provider.CreateMultipartUploadAsync(new UploadTarget("b", "k"), 10);

        Assert.Equal("/s3/start?bucket=b&fileName=k", Assert.Single(backend.Requests).Target);
    }

    [Theory]
    [InlineData(nameof(UploadTarget.ContentType))]
    [InlineData(nameof(UploadTarget.Tags))]
    [InlineData(nameof(UploadTarget.FailIfExists))]
    public async Task What_the_contract_has_no_word_for_is_refused_before_anything_is_sent(string property)
    {
        await using Backend backend = await Backend.AnsweringAsync(200, """{"data":{"uploadId":"id"}}""");
        using RemotePresignedUrlProvider provider = Providers.Of(backend.Address, BackendContract.Classic);
        UploadTarget target = property switch
        {
            nameof(UploadTarget.ContentType) => new("b", "k") { ContentType = "text/plain" },
            nameof(UploadTarget.Tags) => new("b", "k") { Tags = new Dictionary<string, string> { ["a"] = "b" } },
            _ => new("b", "k") { FailIfExists = true },
        };

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => provider.CreateMultipartUploadAsync(target, 10));

        Assert.Contains(property, refusal.Message, StringComparison.Ordinal);
        Assert.Empty(backend.Requests);
    }

    [Fact]
    public async Task Nothing_else_is_among_the_capabilities_and_it_says_so()
    {
        await using Backend backend = await Backend.AnsweringAsync(200, "{}");
        using RemotePresignedUrlProvider provider = Providers.Of(backend.Address, BackendContract.Classic);

        Assert.Equal(PresignedUrlProviderCapabilities.None, provider.Capabilities);
        await Assert.ThrowsAsync<NotSupportedException>(() => provider.PresignPutObjectAsync(Target));
        await Assert.ThrowsAsync<NotSupportedException>(() => provider.AbortMultipartUploadAsync(new MultipartUpload(Target, "id")));
        await Assert.ThrowsAsync<NotSupportedException>(() => provider.HeadObjectAsync(new MultipartUpload(Target, "id")));
        Assert.Empty(backend.Requests);
    }

    private static (string, string, string?, string) Parts(BackendRequest request) => (request.Method, request.Target, request.ContentType, request.Body);
}
