using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using PresignedMultipart.AspNetCore.Tests.Support;

namespace PresignedMultipart.AspNetCore.Tests;

public class ProxyTests
{
    private const int Large = 40 << 20;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Large)]
    public async Task A_body_goes_through_to_the_storage(int length)
    {
        await using Storage storage = await Storage.StartAsync();
        var policy = new TestPolicy();
        await using BackEnd backEnd = await StartAsync(storage, policy);
        using Client client = backEnd.ClientOf();
        byte[] bytes = Client.Bytes(length);

        using HttpResponseMessage answer = await client.Http.PutAsync("/proxy/a/b%20c.bin", new ByteArrayContent(bytes));

        JsonNode stored = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(("alice/a/b c.bin", (long)length), (stored["key"]!.GetValue<string>(), stored["length"]!.GetValue<long>()));
        Assert.Equal(bytes, storage.Read("alice/a/b c.bin"));
        Assert.Equal(length, Assert.Single(policy.Completed).Stored!.Length);
    }

    [Fact]
    public async Task A_body_of_unknown_length_and_a_form_go_through_too()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await StartAsync(storage, new TestPolicy());
        using Client client = backEnd.ClientOf();
        byte[] bytes = Client.Bytes(Large);
        using var chunked = new HttpRequestMessage(HttpMethod.Put, "/proxy/chunked.bin") { Content = new ByteArrayContent(bytes) };
        chunked.Headers.TransferEncodingChunked = true;
        using var form = new MultipartFormDataContent { { new StringContent("form.bin"), "key" }, { new ByteArrayContent(bytes), "file", "other.bin" } };

        using HttpResponseMessage first = await client.Http.SendAsync(chunked);
        using HttpResponseMessage second = await client.Http.PostAsync("/proxy", form);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, second.StatusCode));
        Assert.Equal(bytes, storage.Read("alice/chunked.bin"));
        Assert.Equal(bytes, storage.Read("alice/form.bin"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_longer_than_the_policy_allows_leaves_nothing(bool announced)
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await StartAsync(storage, new TestPolicy { Limit = Large - 1 });
        using Client client = backEnd.ClientOf();
        using var request = new HttpRequestMessage(HttpMethod.Put, "/proxy/file.bin") { Content = new ByteArrayContent(Client.Bytes(Large)) };
        request.Headers.TransferEncodingChunked = !announced;
        request.Headers.ExpectContinue = announced;

        using HttpResponseMessage answer = await client.Http.SendAsync(request);

        await Client.AssertProblemAsync(answer, HttpStatusCode.RequestEntityTooLarge, "EntityTooLarge");
        storage.AssertNothingIsLeft();
    }

    [Fact]
    public async Task When_the_client_goes_away_the_upload_is_aborted()
    {
        await using Storage storage = await Storage.StartAsync();
        var policy = new TestPolicy();
        await using BackEnd backEnd = await StartAsync(storage, policy);
        using Client client = backEnd.ClientOf();
        using var stop = new CancellationTokenSource();
        using var aborted = new AbortWatch(storage);

        Task sending = client.Http.PutAsync("/proxy/file.bin", new StreamContent(new EndlessStream()), stop.Token);
        await aborted.UploadSeenAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        await aborted.AbortSeenAsync();

        storage.AssertNothingIsLeft();
        Assert.Empty(policy.Completed);
    }

    [Fact]
    public async Task What_the_policy_refuses_is_refused_before_the_body()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await StartAsync(storage, new TestPolicy());
        using Client client = backEnd.ClientOf();
        using var request = new HttpRequestMessage(HttpMethod.Put, "/proxy/private/file.bin") { Content = new StreamContent(new EndlessStream()) };
        request.Headers.ExpectContinue = true;

        using HttpResponseMessage answer = await client.Http.SendAsync(request);

        await Client.AssertProblemAsync(answer, HttpStatusCode.Forbidden, "AccessDenied");
        Assert.Empty(storage.Server.Requests);
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nnonsense", HttpStatusCode.BadRequest)]
    [InlineData("multipart/form-data; boundary=x", "--x--\r\n", HttpStatusCode.BadRequest)]
    [InlineData("multipart/form-data", "", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("text/plain", "", HttpStatusCode.UnsupportedMediaType)]
    public async Task A_form_without_a_file_is_refused(string type, string body, HttpStatusCode status)
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await StartAsync(storage, new TestPolicy());
        using Client client = backEnd.ClientOf();
        using var content = new ByteArrayContent(System.Text.Encoding.ASCII.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        using HttpResponseMessage answer = await client.Http.PostAsync("/proxy", content);

        await Client.AssertProblemAsync(answer, status, "InvalidRequest");
        storage.AssertNothingIsLeft();
    }

    [Fact]
    public async Task A_form_that_breaks_off_in_its_file_is_the_callers_fault_and_leaves_nothing()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await StartAsync(storage, new TestPolicy());
        using Client client = backEnd.ClientOf();
        using var content = new ByteArrayContent("--x\r\nContent-Disposition: form-data; name=file; filename=file.bin\r\n\r\nno end"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");

        using HttpResponseMessage answer = await client.Http.PostAsync("/proxy", content);

        await Client.AssertProblemAsync(answer, HttpStatusCode.BadRequest, "InvalidRequest");
        storage.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Who_uploads_is_asked_before_anything_is_stored()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(
            storage,
            policy: null,
            endpoints => endpoints.MapUploadProxy(),
            uploads => uploads.AddUploadPolicy(request => UploadDecision.Allow(request.ToTarget(Storage.Bucket, request.Target.Key), 10)));
        using Client client = backEnd.ClientOf(TestUser.Nameless);

        using HttpResponseMessage answer = await client.Http.PutAsync("/proxy/file.bin", new ByteArrayContent([1]));

        await Client.AssertProblemAsync(answer, HttpStatusCode.InternalServerError, "InternalError");
        Assert.Empty(storage.Server.Requests);
    }

    [Theory]
    [InlineData("/proxy")]
    [InlineData("/proxy/")]
    public async Task A_body_without_a_key_is_refused(string path)
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await StartAsync(storage, new TestPolicy());
        using Client client = backEnd.ClientOf();

        using HttpResponseMessage answer = await client.Http.PutAsync(path, new ByteArrayContent([1]));

        await Client.AssertProblemAsync(answer, HttpStatusCode.BadRequest, "InvalidRequest");
    }

    private static Task<BackEnd> StartAsync(Storage storage, TestPolicy policy) => BackEnd.StartAsync(
        storage,
        policy,
        endpoints => endpoints.MapUploadProxy(),
        uploads => uploads.Services.Configure<MultipartUploadOptions>(options => options.MemoryLimit = 32 << 20));
}
