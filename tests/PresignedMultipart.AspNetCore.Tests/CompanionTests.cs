using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using PresignedMultipart.AspNetCore.Tests.Support;

namespace PresignedMultipart.AspNetCore.Tests;

public class CompanionTests
{
    [Fact]
    public async Task A_large_file_goes_as_Uppy_sends_it()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await StartAsync(storage);
        using Client client = backEnd.ClientOf();
        byte[][] parts = [Client.Bytes(5 << 20, 1), Client.Bytes(7, 2)];

        JsonNode created = await client.PostAsync("/companion/s3/multipart", new { filename = "a b.bin", type = "text/plain", metadata = new { name = "a b.bin", relativePath = (string?)null } });
        string upload = "/companion/s3/multipart/" + Uri.EscapeDataString(created["uploadId"]!.GetValue<string>());
        string key = "?key=" + Uri.EscapeDataString(created["key"]!.GetValue<string>());
        var done = new List<object>();
        for (int i = 0; i < parts.Length; i++)
        {
            JsonNode signed = JsonNode.Parse(await client.Http.GetStringAsync($"{upload}/{i + 1}{key}"))!;
            Assert.InRange(signed["expires"]!.GetValue<long>(), 3500, 3600);
            using HttpResponseMessage put = await Client.TryPutAsync(signed["url"]!.GetValue<string>(), parts[i]);
            done.Add(new { PartNumber = i + 1, ETag = put.Headers.ETag!.Tag.Trim('"') });
        }

        var listed = JsonNode.Parse(await client.Http.GetStringAsync(upload + key))!.AsArray();
        var batch = JsonNode.Parse(await client.Http.GetStringAsync($"{upload}/batch{key}&partNumbers=1,2"))!["presignedUrls"]!.AsObject();
        done.Reverse();
        JsonNode answer = await client.PostAsync($"{upload}/complete{key}", new { parts = done });

        Assert.Equal([5L << 20, 7], listed.Select(part => part!["Size"]!.GetValue<long>()));
        Assert.Equal(["1", "2"], batch.Select(pair => pair.Key));
        Assert.Equal(("alice/a b.bin", Storage.Bucket), (answer["key"]!.GetValue<string>(), answer["bucket"]!.GetValue<string>()));
        Assert.Equal(new Uri(storage.Server.Endpoint, "/uploads/alice/a%20b.bin").AbsoluteUri, answer["location"]!.GetValue<string>());
        Assert.Equal(parts.SelectMany(part => part), storage.Read("alice/a b.bin"));
        Assert.Equal("text/plain", storage.Server.FindObject(Storage.Bucket, "alice/a b.bin")!.ContentType);
    }

    [Fact]
    public async Task A_small_file_goes_as_a_form_as_Uppy_posts_it()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await StartAsync(storage);
        using Client client = backEnd.ClientOf();
        byte[] bytes = Client.Bytes(100_000);

        JsonNode form = JsonNode.Parse(await client.Http.GetStringAsync("/companion/s3/params?filename=small.txt&type=text%2Fplain&metadata[name]=small.txt"))!;
        using HttpResponseMessage answer = await client.Http.PostAsync(form["url"]!.GetValue<string>(), Form(form, bytes));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.NotNull(answer.Headers.ETag);
        Assert.Equal("POST", form["method"]!.GetValue<string>());
        Assert.Equal("alice/small.txt", form["fields"]!["key"]!.GetValue<string>());
        Assert.Equal(bytes, storage.Read("alice/small.txt"));
        Assert.Equal("text/plain", storage.Server.FindObject(Storage.Bucket, "alice/small.txt")!.ContentType);
        Assert.Equal("small.txt", storage.Server.FindObject(Storage.Bucket, "alice/small.txt")!.Metadata["name"]);
    }

    [Fact]
    public async Task A_form_that_is_larger_than_the_policy_allows_leaves_nothing()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await StartAsync(storage, new TestPolicy { Limit = 1000 });
        using Client client = backEnd.ClientOf();
        JsonNode form = JsonNode.Parse(await client.Http.GetStringAsync("/companion/s3/params?filename=file.bin"))!;

        using HttpResponseMessage answer = await client.Http.PostAsync(form["url"]!.GetValue<string>(), Form(form, Client.Bytes(1001)));

        await Client.AssertProblemAsync(answer, HttpStatusCode.RequestEntityTooLarge, "EntityTooLarge");
        storage.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Another_key_than_the_tickets_and_another_callers_form_are_refused_in_Uppys_words()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await StartAsync(storage);
        using Client client = backEnd.ClientOf(), mallory = backEnd.ClientOf("mallory");
        JsonNode created = await client.PostAsync("/companion/s3/multipart", new { filename = "file.bin", type = "" });
        string uploadId = created["uploadId"]!.GetValue<string>();
        JsonNode form = JsonNode.Parse(await client.Http.GetStringAsync("/companion/s3/params?filename=file.bin"))!;

        using HttpResponseMessage otherKey = await client.Http.GetAsync($"/companion/s3/multipart/{uploadId}/1?key=bob/file.bin");
        using HttpResponseMessage otherCaller = await mallory.Http.PostAsync(form["url"]!.GetValue<string>(), Form(form, [1]));

        await Client.AssertProblemAsync(otherKey, HttpStatusCode.Forbidden, "InvalidTicket");
        await Client.AssertProblemAsync(otherCaller, HttpStatusCode.Forbidden, "InvalidTicket");
        JsonNode problem = JsonNode.Parse(await otherKey.Content.ReadAsStringAsync())!;
        Assert.Equal(problem["message"]!.GetValue<string>(), problem["error"]!.GetValue<string>());
        Assert.Null(storage.Server.FindObject(Storage.Bucket, "alice/file.bin"));
    }

    [Fact]
    public async Task An_abort_is_answered_with_json_and_leaves_nothing()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await StartAsync(storage);
        using Client client = backEnd.ClientOf();
        JsonNode created = await client.PostAsync("/companion/s3/multipart", new { filename = "file.bin", type = "text/plain", metadata = new { } });
        string upload = $"/companion/s3/multipart/{created["uploadId"]}?key={created["key"]}";

        using HttpResponseMessage answer = await client.Http.DeleteAsync(upload);

        Assert.Equal((HttpStatusCode.OK, "{}"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        storage.AssertNothingIsLeft();
        await client.RefusedGetAsync(upload, HttpStatusCode.NotFound, "NoSuchUpload");
    }

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"\u00ff\"")]
    public async Task Metadata_that_is_no_text_is_refused(string value)
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await StartAsync(storage);
        using Client client = backEnd.ClientOf();

        // Latin-1 makes bytes of it that are no UTF-8.
        using var body = new ByteArrayContent(System.Text.Encoding.Latin1.GetBytes("{\"filename\":\"a\",\"type\":\"\",\"metadata\":{\"name\":" + value + "}}"));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using HttpResponseMessage answer = await client.Http.PostAsync("/companion/s3/multipart", body);

        await Client.AssertProblemAsync(answer, HttpStatusCode.BadRequest, "InvalidRequest");
        storage.AssertNothingIsLeft();
    }

    [Fact]
    public async Task The_forms_address_is_right_behind_a_slash_too()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await StartAsync(storage);
        using Client client = backEnd.ClientOf();

        JsonNode form = JsonNode.Parse(await client.Http.GetStringAsync("/companion/s3/params/?filename=small.txt"))!;

        Assert.Equal(new Uri(backEnd.Address, "/companion/s3/form").AbsoluteUri, form["url"]!.GetValue<string>());
    }

    private static Task<BackEnd> StartAsync(Storage storage, TestPolicy? policy = null) =>
        BackEnd.StartAsync(storage, policy ?? new TestPolicy(), endpoints => endpoints.MapCompanionS3Endpoints("/companion"));

    private static MultipartFormDataContent Form(JsonNode form, byte[] bytes)
    {
        var content = new MultipartFormDataContent();
        foreach ((string name, JsonNode? value) in form["fields"]!.AsObject())
        {
            content.Add(new StringContent(value!.GetValue<string>()), name);
        }

        var file = new ByteArrayContent(bytes);
        file.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        content.Add(file, "file", "blob");
        return content;
    }
}
