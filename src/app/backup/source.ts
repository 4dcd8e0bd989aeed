import { openSqliteStore, STORE_FILES } from '../../../adapters/store/sqlite/index.ts';
import { collections, migrations } from '../collections.ts';
import type { Config } from '../config.ts';
import { configFolder, version } from '../root.ts';
import type { Copying } from './copy.ts';
import { backupFolder } from './folder.ts';
import type { Restoring } from './restore.ts';

type BackupSource = Pick<
  Copying & Restoring,
  'home' | 'storeFiles' | 'configFolder' | 'place' | 'program' | 'collections' | 'openCopy'
>;

/** What a backup of this home folder is made of and goes to, whoever makes it. */
export function backupSource(home: string, config: Pick<Config, 'backups'>): BackupSource {
  return {
    home,
    storeFiles: STORE_FILES,
    configFolder: configFolder(),
    place: backupFolder(home, config.backups),
    program: version(),
    collections,
    openCopy: (folder) => openSqliteStore({ home: folder, collections, migrations, readOnly: true }),
  };
}
