using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Qingyuan.App.Web;

/// <summary>
/// Bounds the web connections: a flood of browsers must not take the descriptors that data loggers need.
/// </summary>
internal static class ConnectionCap
{
    public const int HttpConnectionsMax = 4000;

    public static void UseConnectionCap(this ListenOptions listen)
    {
        int open = 0;
        listen.Use(next => async connection =>
        {
            if (Interlocked.Increment(ref open) > HttpConnectionsMax)
                connection.Abort();
            try
            {
                if (!connection.ConnectionClosed.IsCancellationRequested)
                    await next(connection);
            }
            finally
            {
                Interlocked.Decrement(ref open);
            }
        });
    }
}
