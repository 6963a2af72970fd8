using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PresignedMultipart.AspNetCore.Tests.Support;

namespace PresignedMultipart.AspNetCore.Tests;

public class RegistrationTests
{
    [Fact]
    public async Task Named_endpoints_have_a_policy_and_tickets_of_their_own()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(
            storage,
            new TestPolicy(),
            endpoints =>
            {
                endpoints.MapPresignedMultipart();
                endpoints.MapPresignedMultipart("/archive", "archive");
            },
            uploads => uploads.Services.AddPresignedMultipart("archive").AddS3Provider(storage.Configure)
                .AddUploadEndpoints(options => options.AllowPutObject = false)
                .AddUploadPolicy(request => UploadDecision.Allow(request.ToTarget(Storage.Bucket, "archived/" + request.Target.Key), maxLength: 10)));
        using Client client = backEnd.ClientOf();

        JsonNode created = await client.PostAsync("/archive/create", new { target = new { key = "file.bin" }, objectLength = 10 });
        string ticket = created["ticket"]!.GetValue<string>();

        Assert.Equal("archived/file.bin", created["key"]!.GetValue<string>());
        await client.RefusedAsync("/archive/create", new { target = new { key = "file.bin" }, objectLength = 11 }, HttpStatusCode.RequestEntityTooLarge, "EntityTooLarge");
        await client.RefusedAsync("/archive/presign-put", new { target = new { key = "file.bin" }, objectLength = 1 }, HttpStatusCode.NotImplemented, "NotImplemented");
        await client.RefusedAsync("/uploads/abort", new { ticket }, HttpStatusCode.Forbidden, "InvalidTicket");
        await client.PostAsync("/archive/abort", new { ticket });
        storage.AssertNothingIsLeft();
    }

    [Fact]
    public async Task The_same_endpoints_can_stand_in_several_groups_of_the_host_one_of_them_for_known_users()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, new TestPolicy(), endpoints =>
        {
            RouteGroupBuilder open = endpoints.MapGroup("/open"), closed = endpoints.MapGroup("/closed").RequireAuthorization();
            foreach (RouteGroupBuilder group in (RouteGroupBuilder[])[open, closed])
            {
                group.MapPresignedMultipart();
                group.MapClassicUploadEndpoints();
                group.MapCompanionS3Endpoints();
                group.MapUploadProxy();
            }
        });
        using Client alice = backEnd.ClientOf(), nobody = backEnd.ClientOf(user: null);
        object body = new { target = new { key = "file.bin" }, objectLength = 1 };

        using HttpResponseMessage refused = await nobody.SendAsync("/closed/uploads/create", body);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        await nobody.PostAsync("/open/uploads/create", body);
        await alice.PostAsync("/closed/uploads/create", body);
    }

    [Fact]
    public async Task A_policy_is_made_for_each_request_with_scoped_services()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, policy: null, configure: uploads =>
        {
            uploads.Services.AddScoped<Visit>();
            uploads.AddUploadPolicy<ScopedPolicy>();
        });
        using Client client = backEnd.ClientOf();

        string first = (await client.CreateAsync(1))["key"]!.GetValue<string>(), second = (await client.CreateAsync(1))["key"]!.GetValue<string>();

        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Endpoints_without_their_services_are_not_mapped_and_the_cure_is_said()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddPresignedMultipart();
        WebApplication app = builder.Build();

        var missing = Assert.Throws<InvalidOperationException>(() => app.MapPresignedMultipart());

        Assert.Contains("AddUploadEndpoints", missing.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(31 * 24 * 60)]
    public void A_ticket_of_a_moment_or_for_ever_is_refused_at_the_start(double minutes)
    {
        using ServiceProvider services = new ServiceCollection().AddPresignedMultipart()
            .AddUploadEndpoints(options => options.TicketLifetime = TimeSpan.FromMinutes(minutes)).Services.BuildServiceProvider();

        var refused = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<UploadEndpointOptions>>().Value);

        Assert.Contains("TicketLifetime", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_cannot_allow_what_would_hand_out_a_key_or_refuse_with_a_success()
    {
        var withKey = new UploadTarget("bucket", "key") { Encryption = ServerSideEncryption.CustomerKey(new byte[32]) };

        Assert.Throws<ArgumentException>(() => UploadDecision.Allow(withKey, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => UploadDecision.Allow(new UploadTarget("bucket", "key"), -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => UploadDecision.Refuse("no", 200));
    }

    private sealed class Visit
    {
        public Guid Id { get; } = Guid.NewGuid();
    }

    private sealed class ScopedPolicy(Visit visit) : IUploadPolicy
    {
        public ValueTask<UploadDecision> DecideAsync(UploadRequest request, CancellationToken cancellationToken) =>
            ValueTask.FromResult(UploadDecision.Allow(request.ToTarget(Storage.Bucket, visit.Id.ToString()), 10));
    }
}
