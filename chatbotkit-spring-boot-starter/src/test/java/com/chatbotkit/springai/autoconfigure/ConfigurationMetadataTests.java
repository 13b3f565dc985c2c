/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.chatbotkit.springai.autoconfigure;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.chatbotkit.springai.api.ChatBotKitRetryPolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the configuration metadata of this module. They find the properties by
 * reflection, so that new ones are checked too.
 */
@Tag("once")
class ConfigurationMetadataTests {

	/**
	 * A sentence, or more than one.
	 */
	private static final Pattern SENTENCE = Pattern.compile("[A-Z].*[^. ]\\.");

	/**
	 * Names of ours as they occur in code, for example in a message.
	 */
	private static final Pattern NAME = Pattern
		.compile("\\b(spring\\.ai\\.chatbotkit|management)(\\.[a-z][a-z0-9-]*)+");

	/**
	 * The endings of texts whose values nobody can enumerate. A text of another name
	 * needs a hint.
	 */
	private static final List<String> FREE_TEXTS = List.of("secret-key", "headers", "ssl.bundle", "bot-id",
			"model-name", "stop-sequences", "description", "system", "agents");

	/**
	 * The kinds of values that IDEs know:
	 * https://docs.spring.io/spring-boot/specification/configuration-metadata/manual-hints.html
	 */
	private static final Set<String> PROVIDERS = Set.of("any", "class-reference", "handle-as", "logger-name",
			"spring-bean-reference", "spring-profile-name");

	private final ConfigurationMetadata metadata = ConfigurationMetadata.ofModule();

	private final List<BoundProperty> bound = BoundProperty.ofModule();

	@Test
	void everyDescriptionConsistsOfSentences() {
		assertThat(this.metadata.properties()).isNotEmpty().allSatisfy(ConfigurationMetadataTests::isDescribed);
		sources().forEach((source) -> assertThat(ConfigurationMetadata.ofSource(source).properties()).isNotEmpty()
			.allSatisfy(ConfigurationMetadataTests::isDescribed));
	}

	@Test
	void noTwoPropertiesHaveTheSameDescription() {
		assertThat(descriptions(this.metadata.properties().values())).doesNotHaveDuplicates();
		sources()
			.forEach((source) -> assertThat(descriptions(ConfigurationMetadata.ofSource(source).properties().values()))
				.doesNotHaveDuplicates());
	}

	@Test
	void everyPropertyHasMetadataWithItsDefault() {
		hasAll(this.metadata, this.bound);
		sources().forEach((source) -> hasAll(ConfigurationMetadata.ofSource(source), BoundProperty.ofSource(source)));
	}

	/**
	 * They are null if unset, because they belong to Spring AI, whose defaults differ.
	 */
	@Test
	void theDefaultsOfRetriesAreInTheirDescriptions() {
		ChatBotKitRetryPolicy policy = ChatBotKitRetryPolicy.defaults();
		assertThat(description("spring.ai.retry.max-attempts")).endsWith(" default is " + policy.maxAttempts() + ".");
		assertThat(description("spring.ai.retry.backoff.initial-interval"))
			.endsWith(" default is " + policy.initialInterval().toMillis() + "ms.");
		assertThat(description("spring.ai.retry.backoff.multiplier"))
			.endsWith(" default is " + (int) policy.multiplier() + ".");
		assertThat(description("spring.ai.retry.backoff.max-interval"))
			.endsWith(" default is " + policy.maxInterval().toSeconds() + "s.");
	}

	@Test
	void noMetadataIsOfAnUnknownProperty() {
		Set<String> read = this.bound.stream().map(BoundProperty::name).collect(Collectors.toSet());
		ModuleClasses.texts().flatMap(ConfigurationMetadataTests::names).forEach(read::add);
		read.add("management.health." + ChatBotKitHealthContributorAutoConfiguration.class
			.getAnnotation(ConditionalOnEnabledHealthIndicator.class)
			.value() + ".enabled");
		assertThat(read).containsAll(this.metadata.properties().keySet());
		assertThat(this.metadata.groups().keySet()).allMatch((group) -> startsOne(group, read));
	}

	@Test
	void everyPropertyNameInTheCodeExists() {
		Set<String> known = ConfigurationMetadata.ofClassPath().properties().keySet();
		Set<String> maps = this.bound.stream()
			.filter((property) -> Map.class.isAssignableFrom(property.type().toClass()))
			.map((property) -> property.name() + ".")
			.collect(Collectors.toSet());
		assertThat(ModuleClasses.texts().flatMap(ConfigurationMetadataTests::names).collect(Collectors.toSet()))
			.isNotEmpty()
			.allMatch(
					(name) -> known.contains(name) || startsOne(name, known) || maps.stream().anyMatch(name::startsWith)
					// A property of the test kit, which has its metadata.
							|| name.equals("spring.ai.chatbotkit.emulator.enabled"));
	}

	@Test
	void nothingIsDeprecated() {
		assertThat(this.metadata.properties().values())
			.noneMatch((property) -> property.has("deprecation") || property.has("deprecated"));
	}

	@Test
	void everyTextPropertyWithKnownValuesHasAHint() {
		assertThat(this.bound).filteredOn(BoundProperty::isText)
			.extracting(BoundProperty::name)
			.filteredOn(ConfigurationMetadataTests::isNotFree)
			.isNotEmpty()
			.allMatch(hasHint(this.metadata));
		sources().forEach((source) -> assertThat(BoundProperty.ofSource(source)).filteredOn(BoundProperty::isText)
			.extracting(BoundProperty::name)
			.filteredOn(ConfigurationMetadataTests::isNotFree)
			.allMatch(hasHint(ConfigurationMetadata.ofSource(source))));
	}

	@Test
	void everyHintIsOfAPropertyAndHasAValueOrProvider() {
		Map<String, JsonNode> properties = ConfigurationMetadata.ofClassPath().properties();
		assertThat(this.metadata.hints()).isNotEmpty().allSatisfy((name, hint) -> {
			assertThat(properties).containsKey(name.replaceFirst("\\.(keys|values)$", ""));
			assertThat(hint.path("values").size() + hint.path("providers").size()).isPositive();
			assertThat(hint.path("values").findValuesAsString("value")).doesNotHaveDuplicates();
			assertThat(hint.path("values").findValuesAsString("description"))
				.allMatch((description) -> SENTENCE.matcher(description).matches());
			assertThat(PROVIDERS).containsAll(hint.path("providers").findValuesAsString("name"));
		});
	}

	private Stream<Class<?>> sources() {
		return this.bound.stream().flatMap(BoundProperty::source);
	}

	private String description(String name) {
		return description(this.metadata.properties().get(name));
	}

	private static String description(JsonNode property) {
		return property.path("description").asString("");
	}

	private static List<String> descriptions(Collection<JsonNode> properties) {
		return properties.stream().map(ConfigurationMetadataTests::description).toList();
	}

	private static void isDescribed(String name, JsonNode property) {
		assertThat(description(property)).as(name).matches(SENTENCE);
	}

	private static void hasAll(ConfigurationMetadata metadata, List<BoundProperty> properties) {
		assertThat(properties).isNotEmpty()
			.allSatisfy((property) -> assertThat(metadata.properties()).containsKey(property.name())
				.extractingByKey(property.name())
				.extracting(ConfigurationMetadataTests::defaultValue)
				.as(property.name())
				.isEqualTo(property.defaultValue()));
	}

	private static List<String> defaultValue(JsonNode property) {
		JsonNode value = property.path("defaultValue");
		if (value.isMissingNode()) {
			return List.of();
		}
		return value.isArray() ? StreamSupport.stream(value.spliterator(), false).map(JsonNode::asString).toList()
				: List.of(value.asString());
	}

	private static Stream<String> names(String text) {
		return NAME.matcher(text).results().map(MatchResult::group);
	}

	private static boolean startsOne(String name, Set<String> names) {
		return names.stream().anyMatch((other) -> other.startsWith(name + "."));
	}

	private static boolean isNotFree(String name) {
		return FREE_TEXTS.stream().noneMatch((free) -> ("." + name).endsWith("." + free));
	}

	private static Predicate<String> hasHint(ConfigurationMetadata metadata) {
		return (name) -> metadata.hints().containsKey(name) || metadata.hints().containsKey(name + ".values");
	}

}
