using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace PresignedMultipart.Remote.Tests.Support;

/// <summary>A web server in the process that writes down what it is asked, and fails where a test says so before it answers.</summary>
internal sealed class Backend : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentQueue<BackendRequest> _requests = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<RequestDelegate>> _faults = new();

    private Backend(WebApplication application, RequestDelegate answer)
    {
        _application = application;
        application.Run(context => HandleAsync(context, answer));
    }

    public Uri Address { get; private set; } = null!;

    public IReadOnlyList<BackendRequest> Requests => [.. _requests];

    public static async Task<Backend> StartAsync(RequestDelegate answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        WebApplication application = builder.Build();
        var backend = new Backend(application, answer);
        await application.StartAsync();
        backend.Address = new Uri(application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());
        return backend;
    }

    /// <summary>A back end that always answers the same.</summary>
    public static Task<Backend> AnsweringAsync(int status, string body, string contentType = "application/json") => StartAsync(context => WriteAsync(context, status, body, contentType));

    /// <summary>How often an endpoint was asked.</summary>
    public int Count(string endpoint) => Requests.Count(request => request.Target.Contains(endpoint, StringComparison.Ordinal));

    /// <summary>Answers the next requests for an endpoint otherwise, one each.</summary>
    public void Next(string endpoint, params ReadOnlySpan<RequestDelegate> faults)
    {
        ConcurrentQueue<RequestDelegate> queue = _faults.GetOrAdd(endpoint, _ => new());
        foreach (RequestDelegate fault in faults)
        {
            queue.Enqueue(fault);
        }
    }

    public static async Task WriteAsync(HttpContext context, int status, string body, string contentType = "application/json")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes);
    }

    /// <summary>Promises a longer body than it sends, and breaks the connection.</summary>
    public static async Task CutAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = 1000;
        await context.Response.Body.WriteAsync("{\"data\":"u8.ToArray());
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(new CancellationToken(canceled: true));
        await _application.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context, RequestDelegate answer)
    {
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        using var copy = new MemoryStream();
        await context.Request.Body.CopyToAsync(copy);
        string body = Encoding.UTF8.GetString(copy.ToArray());
        _requests.Enqueue(new BackendRequest(context.Request.Method, target, context.Request.ContentType, context.Request.Headers.Authorization, body));
        context.Request.Body = new MemoryStream(copy.ToArray());

        string? endpoint = _faults.Keys.FirstOrDefault(name => target.Contains(name, StringComparison.Ordinal));
        if (endpoint is not null && _faults[endpoint].TryDequeue(out RequestDelegate? fault))
        {
            await fault(context);
            return;
        }

        await answer(context);
    }
}
