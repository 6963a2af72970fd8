using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using PresignedMultipart.AspNetCore.Tests.Support;

namespace PresignedMultipart.AspNetCore.Tests;

public class TicketTests
{
    public static TheoryData<string> Calls => new("presign-parts", "list-parts", "complete", "abort", "outcome");

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Another_callers_ticket_opens_nothing(string call)
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, new TestPolicy());
        using Client alice = backEnd.ClientOf("alice"), mallory = backEnd.ClientOf("mallory"), nobody = backEnd.ClientOf(user: null);
        string ticket = (await alice.CreateAsync(7))["ticket"]!.GetValue<string>();

        await mallory.RefusedAsync("/uploads/" + call, Body(ticket), HttpStatusCode.Forbidden, "InvalidTicket");
        await nobody.RefusedAsync("/uploads/" + call, Body(ticket), HttpStatusCode.Forbidden, "InvalidTicket");

        Assert.Single(storage.Server.MultipartUploads);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task An_expired_ticket_opens_nothing(string call)
    {
        await using Storage storage = await Storage.StartAsync();
        var time = new ManualTime();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, new TestPolicy(), configure: uploads => uploads.Services.AddSingleton<TimeProvider>(time));
        using Client client = backEnd.ClientOf();
        string ticket = (await client.CreateAsync(7))["ticket"]!.GetValue<string>();
        time.Now += new UploadEndpointOptions().TicketLifetime - TimeSpan.FromSeconds(1);
        await client.PostAsync("/uploads/list-parts", new { ticket });

        time.Now += TimeSpan.FromSeconds(1);

        await client.RefusedAsync("/uploads/" + call, Body(ticket), HttpStatusCode.Forbidden, "ExpiredTicket");
    }

    [Fact]
    public async Task A_ticket_that_was_changed_anywhere_opens_nothing()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, new TestPolicy());
        using Client client = backEnd.ClientOf();
        string ticket = (await client.CreateAsync(7))["ticket"]!.GetValue<string>();

        // The very last character may carry bits that base64 does not use.
        for (int at = 0; at < ticket.Length - 1; at += 17)
        {
            string changed = ticket[..at] + (ticket[at] == 'A' ? 'B' : 'A') + ticket[(at + 1)..];
            await client.RefusedAsync("/uploads/abort", new { ticket = changed }, HttpStatusCode.Forbidden, "InvalidTicket");
        }

        Assert.Single(storage.Server.MultipartUploads);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no ticket, äöü")]
    [InlineData("AAAA")]
    [InlineData(null)]
    public async Task What_is_no_ticket_opens_nothing(string? ticket)
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, new TestPolicy());
        using Client client = backEnd.ClientOf();

        await client.RefusedAsync("/uploads/abort", new { ticket }, HttpStatusCode.Forbidden, "InvalidTicket");
        await client.RefusedAsync("/uploads/abort", new { ticket = new string('A', 9000) }, HttpStatusCode.Forbidden, "InvalidTicket");
    }

    [Fact]
    public async Task Every_ticket_that_is_given_can_be_used_and_none_is_given_that_would_be_too_long()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, new TestPolicy());
        using Client client = backEnd.ClientOf();

        string ticket = (await client.CreateAsync(7, new string('\'', 1000)))["ticket"]!.GetValue<string>();
        await client.SignAsync(ticket, 1, 7);
        await client.PostAsync("/uploads/abort", new { ticket });

        await client.RefusedAsync("/uploads/create", new { target = new { key = new string('\u0001', 1000) }, objectLength = 7 }, HttpStatusCode.BadRequest, "InvalidRequest");
        storage.AssertNothingIsLeft();
    }

    [Fact]
    public async Task A_server_with_another_key_ring_takes_no_ticket()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd one = await BackEnd.StartAsync(storage, new TestPolicy()), other = await BackEnd.StartAsync(storage, new TestPolicy());
        using Client here = one.ClientOf(), there = other.ClientOf();
        string ticket = (await here.CreateAsync(7))["ticket"]!.GetValue<string>();

        await there.RefusedAsync("/uploads/abort", new { ticket }, HttpStatusCode.Forbidden, "InvalidTicket");
    }

    [Fact]
    public async Task A_ticket_of_one_contract_opens_no_endpoint_of_another()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, new TestPolicy(), endpoints =>
        {
            endpoints.MapPresignedMultipart();
            endpoints.MapClassicUploadEndpoints();
            endpoints.MapCompanionS3Endpoints();
        });
        using Client client = backEnd.ClientOf();
        string ticket = (await client.CreateAsync(7))["ticket"]!.GetValue<string>();

        // There a part's URL would take any length.
        await client.RefusedGetAsync($"/get-upload-url?partNumber=1&uploadId={ticket}", HttpStatusCode.Forbidden, "InvalidTicket");
        await client.RefusedGetAsync($"/s3/multipart/{ticket}/1?key=alice/file.bin", HttpStatusCode.Forbidden, "InvalidTicket");
    }

    [Fact]
    public async Task Two_instances_with_one_key_ring_serve_one_upload()
    {
        string keys = Directory.CreateTempSubdirectory("key-ring").FullName;
        try
        {
            await using Storage storage = await Storage.StartAsync();
            await using BackEnd one = await BackEnd.StartAsync(storage, new TestPolicy(), keys: keys);
            await using BackEnd other = await BackEnd.StartAsync(storage, new TestPolicy(), keys: keys);
            using Client here = one.ClientOf(), there = other.ClientOf();
            byte[] first = Client.Bytes(5 << 20, 1), last = Client.Bytes(9, 2);
            int length = first.Length + last.Length;

            string ticket = (await here.CreateAsync(length))["ticket"]!.GetValue<string>();
            object[] parts = [await there.UploadPartAsync(ticket, 1, first), await here.UploadPartAsync(ticket, 2, last)];
            JsonNode completed = await there.PostAsync("/uploads/complete", new { ticket, parts, objectLength = length });
            JsonNode again = await here.PostAsync("/uploads/complete", new { ticket, parts, objectLength = length });

            Assert.Equal([.. first, .. last], storage.Read("alice/file.bin"));
            Assert.Equal(completed["stored"]!["eTag"]!.GetValue<string>(), again["stored"]!["eTag"]!.GetValue<string>());
        }
        finally
        {
            Directory.Delete(keys, recursive: true);
        }
    }

    [Fact]
    public async Task An_authenticated_user_whom_no_claim_names_gets_no_ticket()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, new TestPolicy());
        using Client client = backEnd.ClientOf(TestUser.Nameless);

        await client.RefusedAsync("/uploads/create", new { target = new { key = "file.bin" }, objectLength = 1 }, HttpStatusCode.InternalServerError, "InternalError");

        storage.AssertNothingIsLeft();
        Assert.Contains(backEnd.Logs.Lines, line => line.Contains("neither a", StringComparison.Ordinal));
    }

    private static object Body(string ticket) => new
    {
        ticket,
        parts = new[] { new { partNumber = 1, length = 7, eTag = "\"x\"" } },
        objectLength = 7,
    };
}
