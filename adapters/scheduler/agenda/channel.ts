import { InMemoryNotificationChannel, type JobNotification, type NotificationChannel } from 'agenda';

/**
 * Tells Agenda within the process what was scheduled: many jobs saved at once as one notification, that of the
 * soonest, since Agenda looks for everything that is due at each (told one by one, a thousand take minutes).
 */
export function createChannel(onError: (error: unknown) => void): NotificationChannel {
  const channel = new InMemoryNotificationChannel();
  const tell = channel.publish.bind(channel);
  let soonest: JobNotification | undefined;

  function tellNow(): void {
    const notification = soonest;
    soonest = undefined;
    if (notification && channel.state === 'connected') tell(notification).catch(onError);
  }

  channel.publish = async (notification) => {
    if (soonest === undefined) setImmediate(tellNow);
    if (soonest === undefined || timeOf(notification) < timeOf(soonest)) soonest = notification;
  };
  return channel;
}

function timeOf({ nextRunAt }: JobNotification): number {
  return nextRunAt?.getTime() ?? 0;
}
