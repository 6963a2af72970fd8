using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using PresignedMultipart.AspNetCore.Tests.Support;

namespace PresignedMultipart.AspNetCore.Tests;

public class ClassicTests
{
    [Fact]
    public async Task A_front_end_that_knows_the_three_endpoints_uploads_unchanged()
    {
        await using Storage storage = await Storage.StartAsync();
        var policy = new TestPolicy();
        await using BackEnd backEnd = await StartAsync(storage, policy);
        using Client client = backEnd.ClientOf();
        byte[][] parts = [Client.Bytes(10 << 20, 1), Client.Bytes(10 << 20, 2), Client.Bytes(77, 3)];

        JsonNode start = JsonNode.Parse(await client.Http.GetStringAsync("/start-upload?bucket=any&fileName=my%20file.bin"))!;
        string uploadId = start["data"]!["uploadId"]!.GetValue<string>();
        var done = new List<object>();
        for (int i = 0; i < parts.Length; i++)
        {
            string url = (await client.Http.GetFromJsonAsync<string>($"/get-upload-url?bucket=any&fileName=my%20file.bin&partNumber={i + 1}&uploadId={uploadId}"))!;
            using HttpResponseMessage put = await Client.TryPutAsync(url, parts[i]);
            Assert.Equal(HttpStatusCode.OK, put.StatusCode);
            done.Add(new { ETag = put.Headers.ETag!.ToString(), PartNumber = i + 1 });
        }

        JsonNode answer = await client.PostAsync("/complete-upload", new { bucket = "any", fileName = "my file.bin", uploadId, parts = done });

        Assert.Equal("alice/my file.bin", answer["Key"]!.GetValue<string>());
        Assert.Equal(Storage.Bucket, answer["Bucket"]!.GetValue<string>());
        Assert.EndsWith("-3\"", answer["ETag"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(new Uri(storage.Server.Endpoint, "/uploads/alice/my%20file.bin").AbsoluteUri, answer["Location"]!.GetValue<string>());
        Assert.Equal(parts.SelectMany(part => part), storage.Read("alice/my file.bin"));
        Assert.Equal((20 << 20) + 77, Assert.Single(policy.Completed).Stored!.Length);
    }

    [Theory]
    [InlineData("other", "file.bin")]
    [InlineData("any", "other.bin")]
    public async Task Bucket_and_file_name_must_stay_those_of_the_start(string bucket, string fileName)
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await StartAsync(storage, new TestPolicy());
        using Client client = backEnd.ClientOf();
        string uploadId = await StartUploadAsync(client);

        await client.RefusedGetAsync($"/get-upload-url?bucket={bucket}&fileName={fileName}&partNumber=1&uploadId={uploadId}", HttpStatusCode.Forbidden, "InvalidTicket");
        await client.RefusedAsync("/complete-upload", new { bucket, fileName, uploadId, parts = new[] { new { ETag = "\"x\"", PartNumber = 1 } } }, HttpStatusCode.Forbidden, "InvalidTicket");
    }

    [Theory]
    [InlineData("0", "InvalidArgument")]
    [InlineData("10001", "InvalidArgument")]
    [InlineData("-1", "InvalidRequest")]
    [InlineData("x", "InvalidRequest")]
    [InlineData("", "InvalidRequest")]
    public async Task A_part_number_that_S3_does_not_have_is_refused(string number, string code)
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await StartAsync(storage, new TestPolicy());
        using Client client = backEnd.ClientOf();
        string uploadId = await StartUploadAsync(client);

        await client.RefusedGetAsync($"/get-upload-url?bucket=any&fileName=file.bin&partNumber={number}&uploadId={uploadId}", HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task What_outgrows_the_policy_is_refused_and_aborted_at_the_completion()
    {
        await using Storage storage = await Storage.StartAsync();
        var policy = new TestPolicy { Limit = 1000 };
        await using BackEnd backEnd = await StartAsync(storage, policy);
        using Client client = backEnd.ClientOf();
        string uploadId = await StartUploadAsync(client);
        string url = (await client.Http.GetFromJsonAsync<string>($"/get-upload-url?bucket=any&fileName=file.bin&partNumber=1&uploadId={uploadId}"))!;
        using HttpResponseMessage put = await Client.TryPutAsync(url, Client.Bytes(1001));

        await client.RefusedAsync("/complete-upload", new { bucket = "any", fileName = "file.bin", uploadId, parts = new[] { new { ETag = put.Headers.ETag!.ToString(), PartNumber = 1 } } }, HttpStatusCode.RequestEntityTooLarge, "EntityTooLarge");

        storage.AssertNothingIsLeft();
        Assert.Single(policy.Aborted);
        await client.RefusedGetAsync($"/get-upload-url?bucket=any&fileName=file.bin&partNumber=2&uploadId={uploadId}", HttpStatusCode.RequestEntityTooLarge, "EntityTooLarge");
    }

    [Fact]
    public async Task A_file_without_a_name_is_refused()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await StartAsync(storage, new TestPolicy());
        using Client client = backEnd.ClientOf();

        await client.RefusedGetAsync("/start-upload?bucket=any", HttpStatusCode.BadRequest, "InvalidRequest");
    }

    [Fact]
    public async Task The_browser_is_told_not_to_keep_answers()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await StartAsync(storage, new TestPolicy());
        using Client client = backEnd.ClientOf();

        using HttpResponseMessage answer = await client.Http.GetAsync("/start-upload?bucket=any&fileName=file.bin");

        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task A_list_of_parts_with_a_hole_in_it_is_refused()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await StartAsync(storage, new TestPolicy());
        using Client client = backEnd.ClientOf();
        string uploadId = await StartUploadAsync(client);

        await client.RefusedAsync("/complete-upload", $$"""{"bucket":"any","fileName":"file.bin","uploadId":"{{uploadId}}","parts":[null]}""", HttpStatusCode.BadRequest, "InvalidRequest");
    }

    [Fact]
    public async Task The_longest_file_name_of_a_file_system_fits_into_the_address_with_its_ticket()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await StartAsync(storage, new TestPolicy());
        using Client client = backEnd.ClientOf();
        string query = $"bucket=any&fileName={Uri.EscapeDataString(new string('文', 255))}";
        string uploadId = JsonNode.Parse(await client.Http.GetStringAsync($"/start-upload?{query}"))!["data"]!["uploadId"]!.GetValue<string>();

        string? url = await client.Http.GetFromJsonAsync<string>($"/get-upload-url?{query}&partNumber=1&uploadId={uploadId}");

        Assert.StartsWith("http", url, StringComparison.Ordinal);
        Assert.InRange(uploadId.Length, 1, 2900);
    }

    private static Task<BackEnd> StartAsync(Storage storage, TestPolicy policy) =>
        BackEnd.StartAsync(storage, policy, endpoints => endpoints.MapClassicUploadEndpoints());

    private static async Task<string> StartUploadAsync(Client client) =>
        JsonNode.Parse(await client.Http.GetStringAsync("/start-upload?bucket=any&fileName=file.bin"))!["data"]!["uploadId"]!.GetValue<string>();
}
