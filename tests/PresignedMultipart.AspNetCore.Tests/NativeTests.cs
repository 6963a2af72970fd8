using System.Net;
using System.Text.Json.Nodes;
using PresignedMultipart.AspNetCore.Tests.Support;
using PresignedMultipart.Testing;

namespace PresignedMultipart.AspNetCore.Tests;

public class NativeTests
{
    private const int Part = 5 << 20;

    [Fact]
    public async Task A_file_goes_in_parts_to_the_key_that_the_policy_chose()
    {
        await using Storage storage = await Storage.StartAsync();
        var policy = new TestPolicy();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, policy);
        using Client client = backEnd.ClientOf();
        byte[] first = Client.Bytes(Part, 1), last = Client.Bytes(100, 2);

        JsonNode created = await client.CreateAsync(first.Length + last.Length, contentType: "text/plain");
        string ticket = created["ticket"]!.GetValue<string>();
        object[] parts = [await client.UploadPartAsync(ticket, 2, last), await client.UploadPartAsync(ticket, 1, first)];
        JsonNode listed = await client.PostAsync("/uploads/list-parts", new { ticket });
        JsonNode completed = await client.PostAsync("/uploads/complete", new { ticket, parts, objectLength = first.Length + last.Length });
        JsonNode outcome = await client.PostAsync("/uploads/outcome", new { ticket });

        Assert.Equal((Storage.Bucket, "alice/file.bin"), (created["bucket"]!.GetValue<string>(), created["key"]!.GetValue<string>()));
        Assert.Equal([1, 2], listed["parts"]!.AsArray().Select(part => part!["partNumber"]!.GetValue<int>()));
        Assert.Equal(first.Length + last.Length, completed["stored"]!["length"]!.GetValue<long>());
        Assert.Equal(completed["stored"]!["eTag"]!.GetValue<string>(), outcome["stored"]!["eTag"]!.GetValue<string>());
        Assert.Equal([.. first, .. last], storage.Read("alice/file.bin"));
        Assert.Equal("text/plain", storage.Server.FindObject(Storage.Bucket, "alice/file.bin")!.ContentType);
        Assert.Equal("alice", Assert.Single(policy.Completed).Subject!.Split('|')[1]);
        Assert.Empty(storage.Server.MultipartUploads);
    }

    [Fact]
    public async Task A_repeated_completion_answers_the_same()
    {
        await using Storage storage = await Storage.StartAsync();
        var policy = new TestPolicy();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, policy);
        using Client client = backEnd.ClientOf();
        string ticket = (await client.CreateAsync(7))["ticket"]!.GetValue<string>();
        object body = new { ticket, parts = new[] { await client.UploadPartAsync(ticket, 1, Client.Bytes(7)) }, objectLength = 7 };

        JsonNode once = await client.PostAsync("/uploads/complete", body);
        JsonNode again = await client.PostAsync("/uploads/complete", body);

        Assert.Equal(once["stored"]!["eTag"]!.GetValue<string>(), again["stored"]!["eTag"]!.GetValue<string>());
        Assert.Equal(once["stored"]!["length"]!.GetValue<long>(), again["stored"]!["length"]!.GetValue<long>());
    }

    [Fact]
    public async Task A_completion_whose_answer_from_the_storage_is_lost_succeeds_all_the_same()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, new TestPolicy());
        using Client client = backEnd.ClientOf();
        storage.Server.Faults.On(Testing.S3Operation.CompleteMultipartUpload).Once().LoseAnswer();
        string ticket = (await client.CreateAsync(7))["ticket"]!.GetValue<string>();

        JsonNode completed = await client.PostAsync("/uploads/complete", new { ticket, parts = new[] { await client.UploadPartAsync(ticket, 1, Client.Bytes(7)) }, objectLength = 7 });

        Assert.Equal(7, completed["stored"]!["length"]!.GetValue<long>());
    }

    [Fact]
    public async Task A_completion_whose_answer_is_lost_is_known_by_its_marker_where_a_key_of_KMS_hides_the_ETag()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, new TestPolicy { Encryption = ServerSideEncryption.Kms("key") });
        using Client client = backEnd.ClientOf();
        storage.Server.Faults.On(Testing.S3Operation.CompleteMultipartUpload).Once().LoseAnswer();
        storage.Server.Faults.On(Testing.S3Operation.HeadObject).ReplaceAnswerHeader("ETag", "\"hidden-1\"");
        JsonNode created = await client.CreateAsync(7);
        string ticket = created["ticket"]!.GetValue<string>();
        object body = new { ticket, parts = new[] { await client.UploadPartAsync(ticket, 1, Client.Bytes(7)) }, objectLength = 7 };

        JsonNode completed = await client.PostAsync("/uploads/complete", body);
        JsonNode again = await client.PostAsync("/uploads/complete", body);
        JsonNode outcome = await client.PostAsync("/uploads/outcome", new { ticket });

        Assert.Equal(7, completed["stored"]!["length"]!.GetValue<long>());
        Assert.Equal(7, again["stored"]!["length"]!.GetValue<long>());
        Assert.Equal(created["marker"]!.GetValue<string>(), outcome["stored"]!["marker"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_the_object_cannot_be_looked_at_a_completion_that_was_not_confirmed_stays_open(bool first)
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, new TestPolicy());
        using Client client = backEnd.ClientOf();
        string ticket = (await client.CreateAsync(7))["ticket"]!.GetValue<string>();
        object body = new { ticket, parts = new[] { await client.UploadPartAsync(ticket, 1, Client.Bytes(7)) }, objectLength = 7 };
        if (first)
        {
            storage.Server.Faults.On(Testing.S3Operation.CompleteMultipartUpload).Once().LoseAnswer();
        }
        else
        {
            await client.PostAsync("/uploads/complete", body);
        }

        // So it is without the right s3:GetObject.
        S3FaultRule blind = storage.Server.Faults.On(Testing.S3Operation.HeadObject).Answer(403, "AccessDenied");
        using HttpResponseMessage answer = await client.SendAsync("/uploads/complete", body);
        blind.Remove();

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.True(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["outcomeUnknown"]!.GetValue<bool>());
        await client.PostAsync("/uploads/complete", body);
    }

    [Fact]
    public async Task When_the_policy_fails_to_take_note_the_caller_asks_again_and_it_hears_again()
    {
        await using Storage storage = await Storage.StartAsync();
        var policy = new TestPolicy { FailNextCompletion = new InvalidOperationException("the database is away") };
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, policy);
        using Client client = backEnd.ClientOf();
        string ticket = (await client.CreateAsync(7))["ticket"]!.GetValue<string>();
        object body = new { ticket, parts = new[] { await client.UploadPartAsync(ticket, 1, Client.Bytes(7)) }, objectLength = 7 };

        await client.RefusedAsync("/uploads/complete", body, HttpStatusCode.InternalServerError, "InternalError");
        await client.PostAsync("/uploads/complete", body);

        Assert.Single(policy.Completed);
    }

    [Fact]
    public async Task An_abort_leaves_nothing_and_can_be_repeated()
    {
        await using Storage storage = await Storage.StartAsync();
        var policy = new TestPolicy();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, policy);
        using Client client = backEnd.ClientOf();
        string ticket = (await client.CreateAsync(7))["ticket"]!.GetValue<string>();
        object part = await client.UploadPartAsync(ticket, 1, Client.Bytes(7));

        await client.PostAsync("/uploads/abort", new { ticket });
        await client.PostAsync("/uploads/abort", new { ticket });

        storage.AssertNothingIsLeft();
        Assert.Single(policy.Aborted);
        Assert.True((await client.RefusedAsync("/uploads/complete", new { ticket, parts = new[] { part }, objectLength = 7 }, HttpStatusCode.NotFound, "NoSuchUpload")).NoSuchUpload);
        Assert.Null((await client.PostAsync("/uploads/outcome", new { ticket }))["stored"]);
    }

    [Fact]
    public async Task A_single_put_is_signed_for_its_exact_length()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, new TestPolicy());
        using Client client = backEnd.ClientOf();

        JsonNode signed = await client.PostAsync("/uploads/presign-put", new { target = new { key = "file.bin" }, objectLength = 7 });

        using HttpResponseMessage longer = await Client.TryPutAsync(signed["url"]!["url"]!.GetValue<string>(), Client.Bytes(8));
        Assert.Equal(HttpStatusCode.Forbidden, longer.StatusCode);
        storage.AssertNothingIsLeft();
        await Client.PutAsync(signed["url"]!, Client.Bytes(7));
        Assert.Equal(Client.Bytes(7), storage.Read("alice/file.bin"));
    }

    [Fact]
    public async Task A_single_put_of_unknown_length_or_beyond_the_limit_is_refused()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, new TestPolicy());
        using Client client = backEnd.ClientOf();

        await client.RefusedAsync("/uploads/presign-put", new { target = new { key = "file.bin" } }, HttpStatusCode.LengthRequired, "MissingContentLength");
        await client.RefusedAsync("/uploads/presign-put", new { target = new { key = "file.bin" }, objectLength = TestPolicy.DefaultLimit + 1 }, HttpStatusCode.RequestEntityTooLarge, "EntityTooLarge");
    }

    [Fact]
    public async Task A_sum_that_the_storage_agreed_to_keep_is_held_to()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, new TestPolicy());
        using Client client = backEnd.ClientOf();
        JsonNode created = await client.PostAsync("/uploads/create", new { target = new { key = "file.bin" }, objectLength = 9, checksumAlgorithm = "crc64Nvme" });
        string ticket = created["ticket"]!.GetValue<string>();
        object part = await client.UploadPartAsync(ticket, 1, "123456789"u8.ToArray());

        // The check value of CRC-64/NVME, and another.
        await client.RefusedAsync("/uploads/complete", Body("AAAAAAAAAAA="), HttpStatusCode.BadRequest, "BadDigest");
        JsonNode completed = await client.PostAsync("/uploads/complete", Body("rosUhgp5mIg="));

        Assert.Equal("crc64Nvme", created["checksumAlgorithm"]!.GetValue<string>());
        Assert.Equal("rosUhgp5mIg=", completed["stored"]!["checksum"]!["value"]!.GetValue<string>());

        object Body(string sum) => new { ticket, parts = new[] { part }, objectLength = 9, checksum = new { algorithm = "crc64Nvme", value = sum } };
    }
}
