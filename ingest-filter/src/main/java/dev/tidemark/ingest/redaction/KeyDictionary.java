package dev.tidemark.ingest.redaction;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The words that names of secrets consist of, in lower case and written together. */
final class KeyDictionary {
    static final Map<SecretKind, String> WORDS = Map.of(
            SecretKind.PASSWORD,
            "password passwords passwd pwd pw psw pswd pword passphrase passphrases passcode pass passwrd psswrd storepass keypass userpass"
                    + " dbpass rootpass adminpass passwort passwoerter kennwort motdepasse mdp contrasena senha wachtwoord losenord"
                    + " lozinka parola haslo requirepass masterauth seedphrase recoveryphrase mnemonic securityanswer secretanswer"
                    + " passphrasekey",
            SecretKind.SECRET,
            "secret secrets token tokens credential credentials creds cred jwt jws bearer apikey apikeys apitoken accesskey"
                    + " accesskeys accesskeyid secretkey secretid privatekey signingkey encryptionkey decryptionkey masterkey accountkey"
                    + " sharedkey sharedaccesskey sharedaccesssignature storagekey subscriptionkey authkey authtoken authorizationkey"
                    + " licensekey licencekey servicekey serverkey deploykey sessionkey hmackey jwtkey jwk consumerkey functionkey"
                    + " functionskey webhookkey webhooksecret clientkey appkey applicationkey integrationkey writekey ingestkey sshkey"
                    + " rsakey pgpkey gpgkey aeskey deskey hostkey cryptokey kmskey secretaccesskey idrsa tlskey sslkey keymaterial"
                    + " sessionid sessid jsessionid phpsessid aspsessionid sessiontoken connectsid rememberme csrf xsrf csrftoken"
                    + " xsrftoken samlresponse samlrequest samlassertion clientassertion codeverifier authcode authorizationcode"
                    + " zugangsdaten geheimnis schluessel schlussel geheim clave jetonacces jeton clesecrete cleapi dockerconfigjson dockercfg"
                    + " dockerauthconfig connectionkey pepper vaulttoken bindsecret xauth macaroon kubeconfig primaryaccesskey",
            SecretKind.AUTHORIZATION,
            "authorization authorisation proxyauthorization xauthorization",
            SecretKind.COOKIE,
            "cookie cookies",
            SecretKind.SESSION,
            "session sessions sid auth authentication sessionticket xsession sas userauth basicauth httpauth",
            SecretKind.KEY,
            "key",
            SecretKind.SIGNATURE,
            "sig signature",
            SecretKind.PIN,
            "pin pins otp otps totp hotp tan mtan itan puk cvv cvc csc ccv cvn onetimepassword onetimecode onetimepin"
                    + " otpcode verificationcode securitycode confirmationcode mfacode smscode logincode pincode authenticatorcode"
                    + " twofactorcode tfacode facode mfa backupcode recoverycode activationcode accesscode resetcode pinblock cardpin"
                    + " cardcode cardverificationvalue passcodepin geheimzahl kartenpruefnummer",
            SecretKind.ACCOUNT,
            "card cardnumber cardno creditcard creditcardnumber debitcard debitcardnumber ccnumber ccnum pan primaryaccountnumber"
                    + " kartennummer kreditkarte kreditkartennummer numerodecarte numerocarte iban accountnumber accountno bankaccount"
                    + " kontonummer bban ssn socialsecuritynumber socialsecurity sozialversicherungsnummer svnr nationalid"
                    + " passportnumber passportno reisepassnummer ausweisnummer taxid steuerid steuernummer nino routingnumber"
                    + " driverlicense driverslicense sortcode",
            SecretKind.EMAIL,
            "email mail emailaddress mailaddress emails");

    /** In other scripts. */
    static final String PASSWORDS =
            "\u043f\u0430\u0440\u043e\u043b\u044c \u5bc6\u7801 \u5bc6\u78bc \u30d1\u30b9\u30ef\u30fc\u30c9 \ube44\ubc00\ubc88\ud638";

    /** Endings of words that are written together, such as {@code dbpassword}. */
    static final List<String> ENDINGS = List.of(
            "password",
            "passwd",
            "passphrase",
            "passwort",
            "kennwort",
            "secret",
            "token",
            "pwd",
            "apikey",
            "accesskey",
            "secretkey",
            "privatekey",
            "credentials",
            "sessionid",
            "authkey");

    /** After the secret word, these say that the value is not the secret itself. */
    static final Set<String> ABOUT = words(
            "policy policies encoder encoders decoder encoding count counts counter length len size min max minimum maximum"
                    + " limit limits quota budget type types kind expiry expires expired expiration expire exp ttl age lifetime validity"
                    + " duration timeout interval file filename path dir directory location url uri urls endpoint href link page form"
                    + " screen view name names enabled disabled required optional valid invalid verified present exists missing reset"
                    + " change changed changes updated update created creation rotated rotation at date time timestamp manager service services"
                    + " factory filter provider providers validator validation repository resolver handler controller generator"
                    + " converter parser interceptor config configuration properties class format pattern regex strength score rules"
                    + " rule attempts attempt retries tries failures failure usage used remaining left total rate bucket buckets per version status"
                    + " state error errors field fields label placeholder message title description strategy source store algorithm alg"
                    + " hasher hashing index position offset mode scheme issuer audience scope scopes owner hint help button column table ref"
                    + " reference arn namespace engine backend mount request requests response grant flow username exception test tests spec"
                    + " check checker checks protected protection authentication less free management support cache caches event events recovery forgot"
                    + " forgotten renewal question stdin prompt input panel dialog option options scanning scanner scan rejected accepted"
                    + " lookup review reviews audit auditor listener bean builder template templates client server api app user users"
                    + " id ids grace days minutes seconds hours ms millis percent ratio hits misses active idle open opened closed rotate complexity"
                    + " requirements requirement history entropy matches match mismatch created consent banner jar handling domain samesite"
                    + " secure httponly entry entries issued supported allowed needed capability holder reader writer scheme schemes"
                    + " network networks stats statistics replication affinity stickiness sticky fixation creationpolicy thread threads");

    /** These words before {@code tokens} make it a number of words, as language models count them. */
    static final Set<String> COUNTED = words(
            "max min num number count total prompt completion input output cached reasoning avg average n used remaining"
                    + " page cancellation continuation audio context new generated available");

    /** Keys of texts for people. */
    static final Set<String> LABELS = words(
            "label lbl error errors message messages msg title placeholder hint help validation text form button i18n");

    /** Keys that find something, and open nothing. */
    static final Set<String> FINDING = words(
            "primary foreign cache partition sort routing message record object row idempotency"
                    + " public map hash bucket lookup group dedup order unique sharding shard aggregate index natural composite business");

    static final Set<String> HARMLESS_BEFORE = words("public cancellation page continuation");

    private KeyDictionary() {}

    private static Set<String> words(String words) {
        return Set.copyOf(Arrays.asList(words.split(" ")));
    }
}
