using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PresignedMultipart.AspNetCore.Tests.Support;
using PresignedMultipart.Protocol;
using PresignedMultipart.Testing;

namespace PresignedMultipart.AspNetCore.Tests;

public class RefusalTests
{
    [Theory]
    [InlineData("/uploads/create")]
    [InlineData("/uploads/presign-put")]
    [InlineData("/uploads/presign-parts")]
    [InlineData("/uploads/list-parts")]
    [InlineData("/uploads/complete")]
    [InlineData("/uploads/abort")]
    [InlineData("/uploads/outcome")]
    public async Task Without_a_policy_every_request_is_refused_with_the_cure(string path)
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, policy: null);
        using Client client = backEnd.ClientOf();

        BackendProblem problem = await client.RefusedAsync(path, new { target = new { key = "file.bin" }, objectLength = 1, ticket = "x", parts = Array.Empty<object>() }, HttpStatusCode.Forbidden, "NoUploadPolicy");

        Assert.Contains("AddUploadPolicy", problem.Detail, StringComparison.Ordinal);
        Assert.Empty(storage.Server.Requests);
    }

    [Theory]
    [InlineData("private/file.bin", null, 1L, HttpStatusCode.Forbidden, "AccessDenied")]
    [InlineData("file.bin", "image/png", 1L, HttpStatusCode.UnsupportedMediaType, "AccessDenied")]
    [InlineData("file.bin", null, TestPolicy.DefaultLimit + 1, HttpStatusCode.RequestEntityTooLarge, "EntityTooLarge")]
    [InlineData("file.bin", null, -1L, HttpStatusCode.BadRequest, "InvalidRequest")]
    [InlineData("", null, 1L, HttpStatusCode.BadRequest, "InvalidRequest")]
    [InlineData("file.bin", "text/plain\r\nx-amz-acl: public-read", 1L, HttpStatusCode.BadRequest, "InvalidRequest")]
    public async Task What_the_policy_does_not_allow_is_not_created(string key, string? contentType, long length, HttpStatusCode status, string code)
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, new TestPolicy());
        using Client client = backEnd.ClientOf();
        object body = new { target = new { key, contentType }, objectLength = length };

        await client.RefusedAsync("/uploads/create", body, status, code);
        await client.RefusedAsync("/uploads/presign-put", body, status, code);

        storage.AssertNothingIsLeft();
    }

    [Fact]
    public async Task A_key_that_S3_does_not_take_is_the_callers_fault()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, new TestPolicy());
        using Client client = backEnd.ClientOf();

        await client.RefusedAsync("/uploads/create", new { target = new { key = new string('k', 1025) }, objectLength = 1 }, HttpStatusCode.BadRequest, "InvalidRequest");
    }

    [Theory]
    [InlineData(0, 1L, HttpStatusCode.BadRequest, "InvalidArgument")]
    [InlineData(-1, 1L, HttpStatusCode.BadRequest, "InvalidArgument")]
    [InlineData(10_001, 1L, HttpStatusCode.BadRequest, "InvalidArgument")]
    [InlineData(1, -1L, HttpStatusCode.BadRequest, "InvalidRequest")]
    [InlineData(1, (5L << 30) + 1, HttpStatusCode.BadRequest, "EntityTooLarge")]
    [InlineData(1, (12L << 20) + 1, HttpStatusCode.RequestEntityTooLarge, "EntityTooLarge")]
    [InlineData(2, 7L << 20, HttpStatusCode.RequestEntityTooLarge, "EntityTooLarge")]
    [InlineData(3, (2L << 20) + 1, HttpStatusCode.RequestEntityTooLarge, "EntityTooLarge")]
    [InlineData(4, 0L, HttpStatusCode.RequestEntityTooLarge, "EntityTooLarge")]
    public async Task No_part_is_signed_that_the_declared_object_cannot_have(int number, long length, HttpStatusCode status, string code)
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, new TestPolicy());
        using Client client = backEnd.ClientOf();
        string ticket = (await client.CreateAsync(12 << 20))["ticket"]!.GetValue<string>();

        await client.RefusedAsync("/uploads/presign-parts", new { ticket, parts = new[] { new { partNumber = number, length } } }, status, code);
    }

    [Theory]
    [InlineData(1, 12L << 20)]
    [InlineData(2, 6L << 20)]
    [InlineData(3, 2L << 20)]
    public async Task Every_part_that_the_declared_object_can_have_is_signed(int number, long length)
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, new TestPolicy());
        using Client client = backEnd.ClientOf();
        string ticket = (await client.CreateAsync(12 << 20))["ticket"]!.GetValue<string>();

        JsonNode url = await client.SignAsync(ticket, number, length);

        Assert.Equal(number, url["partNumber"]!.GetValue<int>());
        Assert.Contains("content-length", url["url"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_of_another_length_than_signed_is_refused_by_the_storage()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, new TestPolicy());
        using Client client = backEnd.ClientOf();
        string ticket = (await client.CreateAsync(7))["ticket"]!.GetValue<string>();
        JsonNode url = await client.SignAsync(ticket, 1, 7);

        using HttpResponseMessage answer = await Client.TryPutAsync(url["url"]!.GetValue<string>(), Client.Bytes(8));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Too_many_parts_at_once_or_a_part_without_a_length_are_not_signed()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, new TestPolicy { Limit = 100L << 30 });
        using Client client = backEnd.ClientOf();
        string ticket = (await client.CreateAsync(length: null))["ticket"]!.GetValue<string>();

        await client.RefusedAsync("/uploads/presign-parts", new { ticket, parts = Enumerable.Range(1, 1001).Select(n => new { partNumber = n, length = 1 }) }, HttpStatusCode.BadRequest, "InvalidRequest");
        await client.RefusedAsync("/uploads/presign-parts", new { ticket, parts = Array.Empty<object>() }, HttpStatusCode.BadRequest, "InvalidRequest");
        await client.RefusedAsync("/uploads/presign-parts", new { ticket, parts = new[] { new { partNumber = 1 } } }, HttpStatusCode.LengthRequired, "MissingContentLength");
    }

    [Fact]
    public async Task Less_than_declared_is_not_completed_and_can_be_gone_on_with()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, new TestPolicy());
        using Client client = backEnd.ClientOf();
        string ticket = (await client.CreateAsync((5 << 20) + 7))["ticket"]!.GetValue<string>();
        object first = await client.UploadPartAsync(ticket, 1, Client.Bytes(5 << 20));

        await client.RefusedAsync("/uploads/complete", new { ticket, parts = new[] { first }, objectLength = 5 << 20 }, HttpStatusCode.BadRequest, "InvalidRequest");
        object last = await client.UploadPartAsync(ticket, 2, Client.Bytes(7));
        await client.PostAsync("/uploads/complete", new { ticket, parts = new[] { first, last }, objectLength = (5 << 20) + 7 });

        Assert.Equal((5 << 20) + 7, storage.Server.FindObject(Storage.Bucket, "alice/file.bin")!.Length);
    }

    [Fact]
    public async Task Parts_that_fit_alone_and_outgrow_the_declared_length_together_are_aborted()
    {
        await using Storage storage = await Storage.StartAsync(options => options.MinimumPartSize = 1);
        var policy = new TestPolicy();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, policy);
        using Client client = backEnd.ClientOf();
        string ticket = (await client.CreateAsync(6 << 20))["ticket"]!.GetValue<string>();
        object[] parts = [await client.UploadPartAsync(ticket, 1, Client.Bytes(6 << 20)), await client.UploadPartAsync(ticket, 2, Client.Bytes(1))];

        await client.RefusedAsync("/uploads/complete", new { ticket, parts, objectLength = 6 << 20 }, HttpStatusCode.RequestEntityTooLarge, "EntityTooLarge");

        storage.AssertNothingIsLeft();
        Assert.Single(policy.Aborted);
    }

    [Fact]
    public async Task A_caller_that_believes_in_another_length_than_is_stored_is_told()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, new TestPolicy());
        using Client client = backEnd.ClientOf();
        foreach (long? declared in (long?[])[null, 7])
        {
            string ticket = (await client.CreateAsync(declared))["ticket"]!.GetValue<string>();
            object part = await client.UploadPartAsync(ticket, 1, Client.Bytes(7));

            await client.RefusedAsync("/uploads/complete", new { ticket, parts = new[] { part }, objectLength = 8 }, HttpStatusCode.BadRequest, "InvalidRequest");
        }

        Assert.Null(storage.Server.FindObject(Storage.Bucket, "alice/file.bin"));
    }

    [Fact]
    public async Task A_part_that_is_replaced_by_another_between_the_check_and_the_completion_fails_it()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, new TestPolicy());
        using Client client = backEnd.ClientOf();
        string ticket = (await client.CreateAsync(999))["ticket"]!.GetValue<string>();
        object part = await client.UploadPartAsync(ticket, 1, Client.Bytes(999));
        var listed = new TaskCompletionSource();
        S3FaultRule hold = storage.Server.Faults.On(S3Operation.ListParts).Once().HoldAnswerUntil(listed.Task);

        Task<BackendProblem> completing = client.RefusedAsync("/uploads/complete", new { ticket, parts = new[] { part }, objectLength = 999 }, HttpStatusCode.BadRequest, "InvalidPart");
        await hold.WaitForHitsAsync();
        await Client.PutAsync(await client.SignAsync(ticket, 1, 998), Client.Bytes(998, seed: 2));
        listed.SetResult();
        await completing;

        Assert.Null(storage.Server.FindObject(Storage.Bucket, "alice/file.bin"));
    }

    [Theory]
    [InlineData("[]", HttpStatusCode.BadRequest, "InvalidRequest")]
    [InlineData("null", HttpStatusCode.BadRequest, "InvalidRequest")]
    [InlineData("""[{"partNumber":0,"eTag":"x"}]""", HttpStatusCode.BadRequest, "InvalidArgument")]
    [InlineData("""[{"partNumber":10001,"eTag":"x"}]""", HttpStatusCode.BadRequest, "InvalidArgument")]
    [InlineData("""[{"partNumber":1,"eTag":"x"},{"partNumber":1,"eTag":"x"}]""", HttpStatusCode.BadRequest, "InvalidPart")]
    [InlineData("""[{"partNumber":1}]""", HttpStatusCode.BadRequest, "InvalidPart")]
    [InlineData("""[{"partNumber":1,"eTag":"x"}]""", HttpStatusCode.BadRequest, "InvalidPart")]
    [InlineData("""[{"partNumber":2,"eTag":"x"}]""", HttpStatusCode.BadRequest, "InvalidPart")]
    [InlineData("""[{"partNumber":1,"eTag":"x","checksum":{"algorithm":"sha256","value":"a\r\nb"}}]""", HttpStatusCode.BadRequest, "InvalidRequest")]
    [InlineData("7", HttpStatusCode.BadRequest, "InvalidRequest")]
    public async Task A_list_of_parts_that_makes_no_object_is_refused(string parts, HttpStatusCode status, string code)
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, new TestPolicy());
        using Client client = backEnd.ClientOf();
        string ticket = (await client.CreateAsync(7))["ticket"]!.GetValue<string>();
        await client.UploadPartAsync(ticket, 1, Client.Bytes(7));

        await client.RefusedAsync("/uploads/complete", $$"""{"ticket":"{{ticket}}","objectLength":7,"parts":{{parts}}}""", status, code);

        Assert.Null(storage.Server.FindObject(Storage.Bucket, "alice/file.bin"));
    }

    [Fact]
    public async Task Ten_thousand_parts_with_checksums_are_completed_and_one_more_is_not()
    {
        await using Storage storage = await Storage.StartAsync(options => options.MinimumPartSize = 1);
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, new TestPolicy { Limit = 100L << 30 });
        using Client client = backEnd.ClientOf();
        string ticket = (await client.CreateAsync(length: null))["ticket"]!.GetValue<string>();

        // The storage has one of them, so the completion fails at the second, after the whole list was read.
        var part = (JsonObject)JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(await client.UploadPartAsync(ticket, 1, Client.Bytes(1))))!;
        BackendProblem missing = await client.RefusedAsync("/uploads/complete", Body(10_000), HttpStatusCode.BadRequest, "InvalidPart");
        await client.RefusedAsync("/uploads/complete", Body(10_001), HttpStatusCode.BadRequest, "InvalidRequest");

        Assert.Contains("Part 2 ", missing.Detail, StringComparison.Ordinal);

        string Body(int count)
        {
            string sum = Convert.ToBase64String(new byte[32]);
            var parts = Enumerable.Range(1, count).Select(n => $$$"""{"partNumber":{{{n}}},"eTag":{{{part["eTag"]!.ToJsonString()}}},"checksum":{"algorithm":"sha256","value":"{{{sum}}}","type":"fullObject"}}""");
            return $$"""{"ticket":"{{ticket}}","objectLength":10000,"parts":[{{string.Join(',', parts)}}]}""";
        }
    }

    [Theory]
    [InlineData("/uploads/complete", 11 << 20, true)]
    [InlineData("/uploads/complete", 11 << 20, false)]
    [InlineData("/uploads/complete", 2_700_000, false)]
    [InlineData("/uploads/create", 100_000, true)]
    [InlineData("/uploads/abort", 100_000, false)]
    public async Task A_body_longer_than_any_that_makes_sense_is_not_read(string path, int length, bool announced)
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, new TestPolicy());
        using Client client = backEnd.ClientOf();
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent("{\"ticket\":\"x\",\"padding\":\"" + new string('x', length) + "\"}", Encoding.UTF8, "application/json"),
        };
        request.Headers.TransferEncodingChunked = !announced;

        using HttpResponseMessage answer = await client.Http.SendAsync(request);

        await Client.AssertProblemAsync(answer, HttpStatusCode.RequestEntityTooLarge, "EntityTooLarge");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("""{"target":null}""")]
    [InlineData("""{"target":{"key":7}}""")]
    [InlineData("""{"objectLength":7}""")]
    public async Task A_body_that_is_not_the_messages_json_is_refused(string body)
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, new TestPolicy());
        using Client client = backEnd.ClientOf();

        await client.RefusedAsync("/uploads/create", body, HttpStatusCode.BadRequest, "InvalidRequest");
    }

    [Fact]
    public async Task A_body_that_another_site_can_send_without_being_asked_is_refused()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, new TestPolicy());
        using Client client = backEnd.ClientOf();

        using HttpResponseMessage answer = await client.Http.PostAsync("/uploads/create", new StringContent("""{"target":{"key":"file.bin"}}""", Encoding.UTF8, "text/plain"));

        await Client.AssertProblemAsync(answer, HttpStatusCode.UnsupportedMediaType, "InvalidRequest");
        Assert.Contains("application/json", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        storage.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(503, "SlowDown", HttpStatusCode.ServiceUnavailable)]
    [InlineData(403, "AccessDenied", HttpStatusCode.BadGateway)]
    [InlineData(500, "InternalError", HttpStatusCode.BadGateway)]
    public async Task The_storages_refusal_is_told_by_its_code_and_nothing_else(int status, string code, HttpStatusCode expected)
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, new TestPolicy());
        using Client client = backEnd.ClientOf();
        storage.Server.Faults.On(S3Operation.CreateMultipartUpload).Answer(status, code);

        BackendProblem problem = await client.RefusedAsync("/uploads/create", new { target = new { key = "file.bin" }, objectLength = 1 }, expected, code);

        Assert.NotNull(problem.RequestId);
        Assert.DoesNotContain(Storage.Bucket, problem.Detail, StringComparison.Ordinal);
        Assert.Contains(backEnd.Logs.Lines, line => line.Contains(code, StringComparison.Ordinal));
    }
}
